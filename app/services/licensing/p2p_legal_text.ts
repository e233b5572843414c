/**
 * The co-operative's own licence, version 1.0. Each right is named apart, with its extent, purpose,
 * place and duration, as CPI art. L131-3 asks; the remuneration is proportional (art. L131-4).
 * A changed word is a new version: signatures refer to the hash of this text.
 */
export const P2P_LEGAL_FR = `LICENCE P2P.LEGAL, VERSION 1.0

Entre la personne qui signe (« l’ayant droit ») et la coopérative P2P’Legal (« la coopérative »), pour l’œuvre désignée à la signature.

1. Sans exclusivité. L’ayant droit garde tous ses droits. Il peut diffuser, vendre ou donner l’œuvre ailleurs, comme il l’entend, sans rien demander à la coopérative.

2. Ce que l’ayant droit autorise à la coopérative. Reproduire l’œuvre sur ses serveurs et ceux de ses prestataires ; la mettre à la disposition du public en écoute ou visionnage et en téléchargement, directement et par échange de pair à pair ; en montrer le titre, la pochette et des extraits pour la présenter. Ces droits valent pour le monde entier, pour le service de la coopérative seulement, et ne peuvent pas être cédés.

3. Ce que l’ayant droit autorise aux personnes. Toute personne qui reçoit l’œuvre par ce réseau peut la garder, l’écouter ou la regarder sans limite, et la partager avec d’autres personnes, de pair à pair et sans contrepartie, à condition d’en garder le titre, le nom des auteurs et la présente licence.

4. Ce qui n’est pas autorisé. Vendre ou louer l’œuvre, la diffuser dans un cadre commercial, l’adapter, ou en retirer les noms. Pour cela, il faut s’adresser à l’ayant droit.

5. Rémunération selon l’usage. La part des cotisations que les membres réservent aux artistes est répartie chaque mois, abonné par abonné, entre les œuvres que cet abonné a utilisées, selon une règle publiée et versionnée. La part de l’œuvre revient aux bénéficiaires que nomme sa feuille de partage, à proportion des points qu’ils ont acceptés. Une part non acceptée est gardée en attente et reste visible.

6. Comptes. La coopérative remet à chaque bénéficiaire un relevé mensuel qui montre les usages, les partages, les corrections et le versement. Chacun peut le recalculer. Une somme inférieure au seuil voté est reportée, jamais perdue.

7. Ce que l’ayant droit garantit. Il détient les droits qu’il autorise, ou agit avec l’accord écrit de ceux qui les détiennent. Il déclare les organismes de gestion collective dont lui ou ses coauteurs sont membres et ce qu’ils lui permettent.

8. Durée et retrait. La licence dure tant que l’ayant droit ne la retire pas. Le retrait se demande à tout moment, sans motif ; la coopérative cesse la mise à disposition et la rémunération à la fin du mois en cours. Les personnes qui ont déjà reçu l’œuvre gardent les droits de l’article 3. Les sommes dues restent dues.

9. Droit moral. Le nom de l’auteur accompagne l’œuvre partout ; rien dans cette licence ne limite le droit moral.

10. Droit applicable. Droit français. Avant tout procès, les parties cherchent un accord, avec un médiateur si l’une le demande.
`

export const P2P_LEGAL_EN = `P2P.LEGAL LICENCE, VERSION 1.0

Between the person who signs ("the rights-holder") and the co-operative P2P'Legal ("the co-operative"), for the work named at signature. The French text prevails.

1. No exclusivity. The rights-holder keeps all their rights. They may distribute, sell or give away the work elsewhere as they see fit, without asking the co-operative.

2. What the rights-holder allows the co-operative. To reproduce the work on its servers and those of its providers; to make it available to the public for listening or viewing and for download, directly and by peer-to-peer exchange; to show its title, cover and excerpts in order to present it. These rights hold worldwide, for the co-operative's service only, and cannot be transferred.

3. What the rights-holder allows people. Any person who receives the work through this network may keep it, listen to it or watch it without limit, and share it with other people, from peer to peer and for nothing in return, provided they keep its title, its authors' names and this licence.

4. What is not allowed. To sell or rent out the work, to broadcast it commercially, to adapt it, or to remove the names. For that, ask the rights-holder.

5. Remuneration by use. The share of the fees that the members reserve for artists is divided every month, subscriber by subscriber, among the works that this subscriber used, by a published and versioned rule. The work's part goes to the payees named in its split sheet, in proportion to the points they have accepted. A share not accepted is kept in suspense and stays visible.

6. Accounts. The co-operative gives every payee a monthly statement that shows uses, splits, corrections and the payment. Anyone concerned can recompute it. An amount under the voted threshold is carried over, never lost.

7. What the rights-holder warrants. They hold the rights that they license, or act with the written consent of those who do. They declare the collecting societies of which they or their co-authors are members, and what these allow.

8. Duration and withdrawal. The licence lasts until the rights-holder withdraws it. Withdrawal may be asked at any time, without a reason; the co-operative stops making the work available and paid for at the end of the current month. People who have already received the work keep the rights of article 3. Sums due remain due.

9. Moral rights. The author's name goes with the work everywhere; nothing in this licence limits moral rights.

10. Governing law. French law. Before any lawsuit the parties seek an agreement, with a mediator if one of them asks.
`
