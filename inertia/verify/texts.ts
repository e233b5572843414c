import type { ReadProblem } from './entry.js'
import type { Step, StepName } from './verify_entry.js'

/**
 * Every sentence of the verification, French first. Kept here and not in resources/lang because
 * the page must say them from a file, without a server.
 */
export type Locale = 'fr' | 'en'
type Text = Record<Locale, string>

const STEPS: Record<StepName, { title: Text; ok: Text }> = {
  sums: {
    title: { fr: 'Les sommes du relevé', en: 'The statement’s sums' },
    ok: {
      fr: 'Chaque total est bien la somme de ses lignes.',
      en: 'Every total is the sum of its lines.',
    },
  },
  statement: {
    title: { fr: 'L’empreinte du relevé', en: 'The statement’s fingerprint' },
    ok: {
      fr: 'L’empreinte (SHA-256) du relevé a été recalculée à partir de son contenu.',
      en: 'The fingerprint (SHA-256) was computed again from the statement’s content.',
    },
  },
  leaf: {
    title: { fr: 'La feuille', en: 'The leaf' },
    ok: {
      fr: 'L’empreinte, le mois et votre clé secrète donnent la feuille de l’arbre.',
      en: 'The fingerprint, the month and your secret salt give the leaf of the tree.',
    },
  },
  path: {
    title: { fr: 'Le chemin jusqu’à la racine', en: 'The path to the root' },
    ok: {
      fr: 'En remontant le chemin depuis la feuille, on arrive à une racine.',
      en: 'Walking up from the leaf along the path leads to a root.',
    },
  },
  network: {
    title: { fr: 'La chaîne publique', en: 'The public chain' },
    ok: {
      fr: 'Le nœud que vous avez choisi répond, et c’est bien la chaîne nommée dans le fichier.',
      en: 'The node you chose answers, and it is the chain that the file names.',
    },
  },
  record: {
    title: { fr: 'La publication du mois', en: 'The month’s publication' },
    ok: {
      fr: 'Le registre contient ce mois et cette révision, dans un bloc définitif.',
      en: 'The registry holds this month and this revision, in a final block.',
    },
  },
  root: {
    title: { fr: 'L’empreinte publiée', en: 'The published root' },
    ok: {
      fr: 'La racine calculée est exactement celle qui est publiée sur la chaîne.',
      en: 'The computed root is exactly the one published on the chain.',
    },
  },
  report: {
    title: { fr: 'Le rapport public', en: 'The public report' },
    ok: {
      fr: 'Le rapport public est bien celui dont l’empreinte est publiée avec ce mois.',
      en: 'The public report is the one whose fingerprint is published with this month.',
    },
  },
}

const REASONS: Record<string, Text> = {
  sums_wrong: {
    fr: 'Un total n’est pas la somme de ses lignes : un montant a été changé, ou le relevé est faux.',
    en: 'A total is not the sum of its lines: an amount was changed, or the statement is wrong.',
  },
  sums_unknown: {
    fr: 'Cette page ne connaît pas la forme de ce relevé : ses sommes ne sont pas refaites.',
    en: 'This page does not know this form of statement: its sums are not done again.',
  },
  statement_differs: {
    fr: 'Le contenu du relevé n’est pas celui qui a été publié : quelque chose y a été changé.',
    en: 'The statement’s content is not the one that was published: something in it was changed.',
  },
  leaf_differs: {
    fr: 'La clé secrète (salt) du fichier n’est pas celle qui a servi à la publication.',
    en: 'The secret salt in the file is not the one used for the publication.',
  },
  path_differs: {
    fr: 'Le chemin (proof) du fichier ne mène pas à la racine annoncée.',
    en: 'The path (proof) in the file does not lead to the root it names.',
  },
  no_rpc: {
    fr: 'Indiquez l’adresse d’un nœud pour lire la chaîne.',
    en: 'Name a node’s address to read the chain.',
  },
  unreachable: {
    fr: 'Ce nœud ne répond pas d’ici. Vérifiez l’adresse, ou essayez-en un autre : rien n’est prouvé, rien n’est démenti.',
    en: 'This node does not answer from here. Check the address or try another: nothing is proven, nothing disproven.',
  },
  wrong_chain: {
    fr: 'Ce nœud lit une autre chaîne que celle du fichier.',
    en: 'This node reads another chain than the file’s.',
  },
  no_contract: {
    fr: 'Il n’y a pas de registre à cette adresse sur cette chaîne.',
    en: 'There is no registry at this address on this chain.',
  },
  not_published: {
    fr: 'Le registre ne contient pas cette révision de ce mois.',
    en: 'The registry does not hold this revision of this month.',
  },
  not_final: {
    fr: 'Le mois est publié, mais son bloc n’est pas encore définitif. Réessayez dans un moment.',
    en: 'The month is published, but its block is not final yet. Try again in a while.',
  },
  no_finality: {
    fr: 'Ce nœud ne sait pas dire quels blocs sont définitifs. Essayez-en un autre.',
    en: 'This node cannot tell which blocks are final. Try another one.',
  },
  not_read: {
    fr: 'Pas encore lu sur la chaîne.',
    en: 'Not read from the chain yet.',
  },
  root_differs: {
    fr: 'La racine calculée n’est pas celle de la chaîne : ce relevé, sa clé ou son chemin n’ont pas été publiés ainsi.',
    en: 'The computed root is not the chain’s: this statement, its salt or its path were not published like this.',
  },
  report_differs: {
    fr: 'Ce rapport n’est pas celui dont l’empreinte est publiée avec ce mois.',
    en: 'This report is not the one whose fingerprint is published with this month.',
  },
}

const VALUES: Record<string, Text> = {
  computed: { fr: 'calculée ici', en: 'computed here' },
  published: { fr: 'annoncée', en: 'announced' },
  on_chain: { fr: 'sur la chaîne', en: 'on the chain' },
  chain_id: { fr: 'numéro de la chaîne', en: 'chain id' },
  answered_chain_id: { fr: 'numéro reçu', en: 'chain id received' },
  contract: { fr: 'adresse du registre', en: 'registry address' },
  detail: { fr: 'réponse', en: 'answer' },
  period: { fr: 'mois', en: 'month' },
  revision: { fr: 'révision', en: 'revision' },
  published_at: { fr: 'publié le', en: 'published on' },
  sum_gross: { fr: 'payé = TVA + frais + net', en: 'paid = VAT + fees + net' },
  sum_keys: {
    fr: 'net = artistes + causes + fonctionnement',
    en: 'net = artists + causes + running',
  },
  sum_artists: { fr: 'part des artistes', en: 'the artists’ share' },
  sum_causes: { fr: 'part des causes', en: 'the causes’ share' },
  sum_operations: { fr: 'part du fonctionnement', en: 'the running costs’ share' },
  sum_works: { fr: 'somme des œuvres', en: 'sum of the works' },
  sum_adjustments: { fr: 'somme des corrections', en: 'sum of the adjustments' },
  sum_balance: { fr: 'solde', en: 'balance' },
}

const PROBLEMS: Record<ReadProblem, Text> = {
  not_json: {
    fr: 'Ce fichier n’est pas un relevé JSON. Sur « Mon mois » ou « Mon relevé », téléchargez la version JSON (pas le PDF ni le CSV).',
    en: 'This file is not a JSON statement. On “My month” or “My statement”, download the JSON version (not the PDF or the CSV).',
  },
  no_statement: {
    fr: 'Ce fichier JSON ne contient pas de relevé Peerfy.',
    en: 'This JSON file holds no Peerfy statement.',
  },
  not_published_yet: {
    fr: 'Ce relevé n’est pas encore publié sur la chaîne : téléchargez-le de nouveau après la publication du mois.',
    en: 'This statement is not published on the chain yet: download it again after the month’s publication.',
  },
  public_report: {
    fr: 'C’est un rapport public. Déposez d’abord votre relevé ; le rapport se vérifie avec lui.',
    en: 'This is a public report. Drop your statement first; the report is checked with it.',
  },
  bad_period: {
    fr: 'Le mois de ce relevé n’est pas lisible (attendu : AAAA-MM).',
    en: 'The month of this statement cannot be read (expected: YYYY-MM).',
  },
  bad_salt: {
    fr: 'La clé secrète (salt) manque ou n’a pas la bonne forme : le fichier est incomplet ou modifié.',
    en: 'The secret salt is missing or malformed: the file is incomplete or was changed.',
  },
  bad_proof: {
    fr: 'Le chemin (proof) manque ou n’a pas la bonne forme : le fichier est incomplet ou modifié.',
    en: 'The path (proof) is missing or malformed: the file is incomplete or was changed.',
  },
  bad_chain: {
    fr: 'Le fichier ne dit pas correctement où lire la publication (chain).',
    en: 'The file does not say properly where to read the publication (chain).',
  },
  bad_published: {
    fr: 'Les empreintes annoncées (published) n’ont pas la bonne forme.',
    en: 'The announced hashes (published) are malformed.',
  },
}

/** What a green result does not say. It is shown as large as the result itself. */
export const LIMITS: Record<Locale, string[]> = {
  fr: [
    'Que les écoutes et téléchargements comptés sont les vrais : cela se contrôle à la source, pas ici.',
    'Que le registre est celui de la coopérative : comparez son adresse avec celle de ses documents imprimés.',
    'Que le virement a été fait : votre banque le sait.',
    'Que les relevés des autres sont justes : le calcul du mois entier se rejoue avec « publication:verify ».',
  ],
  en: [
    'That the plays and downloads counted are the true ones: that is checked at the source, not here.',
    'That the registry is the co-operative’s: compare its address with the one on its printed papers.',
    'That the transfer was made: your bank knows.',
    'That other people’s statements are right: the whole month is replayed with “publication:verify”.',
  ],
}

export function stepTitle(step: Step, locale: Locale): string {
  return STEPS[step.name].title[locale]
}

export function stepSentence(step: Step, locale: Locale): string {
  const reason = step.reason ? REASONS[step.reason] : undefined
  return (reason ?? STEPS[step.name].ok)[locale]
}

export function valueLabel(name: string, locale: Locale): string {
  return VALUES[name]?.[locale] ?? name
}

export function problemSentence(problem: ReadProblem, locale: Locale): string {
  return PROBLEMS[problem][locale]
}

/** Every reason and value name that has a sentence, for the test that none is missing. */
export const KNOWN_REASONS = Object.keys(REASONS)
export const KNOWN_VALUES = Object.keys(VALUES)
