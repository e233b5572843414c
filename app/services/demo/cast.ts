import { createHash } from 'node:crypto'

/**
 * The fixed cast of the demo co-operative. Every name is invented; ids are derived from keys, so
 * that two first starts of the demo show the same people under the same ids.
 */

export const DEMO_PASSWORD = 'partageons-2026'
/** The same authenticator secret for all of the demo's staff (base32), shown on the sign-in page. */
export const DEMO_TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

/** A version-4 shaped UUID drawn from a key: random enough to spread over ranges, always the same. */
export function demoId(key: string): string {
  const hex = createHash('sha256').update(`peerfy-demo|${key}`).digest('hex')
  const variant = ((Number.parseInt(hex[16], 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export type StaffRole = 'administrator' | 'secretary' | 'moderator' | 'treasurer' | 'board'
export type ApproverCapacity = 'treasurer' | 'artists_delegate' | 'subscribers_delegate'

export interface CastStaff {
  key: string
  name: string
  email: string
  role?: StaffRole
  /** What this person does as well: who exports transfers never records them, who presides chairs. */
  also?: StaffRole[]
  approver?: ApproverCapacity
}

export const STAFF: CastStaff[] = [
  {
    key: 'helene',
    name: 'Hélène Vasseur',
    email: 'admin@demo.peerfy.test',
    role: 'administrator',
    also: ['treasurer', 'board'],
  },
  { key: 'karim', name: 'Karim Bensaïd', email: 'secretariat@demo.peerfy.test', role: 'secretary' },
  {
    key: 'solene',
    name: 'Solène Guivarc’h',
    email: 'moderation@demo.peerfy.test',
    role: 'moderator',
  },
  {
    key: 'marc',
    name: 'Marc-Antoine Delorme',
    email: 'tresorerie@demo.peerfy.test',
    role: 'treasurer',
    approver: 'treasurer',
  },
  {
    key: 'aissatou',
    name: 'Aïssatou Diallo',
    email: 'conseil.artistes@demo.peerfy.test',
    role: 'board',
    approver: 'artists_delegate',
  },
  {
    key: 'gilles',
    name: 'Gilles Perrault',
    email: 'conseil.abonnes@demo.peerfy.test',
    role: 'board',
    approver: 'subscribers_delegate',
  },
]

export type SplitRole = 'author' | 'performer' | 'producer' | 'label' | 'publisher'

export interface CastPayee {
  key: string
  name: string
  kind: SplitRole
  legalForm: 'person' | 'group' | 'company' | 'association'
  /** Person who signs in for this payee. */
  signer: string
  email: string
}

export const PAYEES: CastPayee[] = [
  {
    key: 'elodie-marchand',
    name: 'Élodie Marchand',
    kind: 'performer',
    legalForm: 'person',
    signer: 'Élodie Marchand',
    email: 'artiste@demo.peerfy.test',
  },
  {
    key: 'nuit-debout-asso',
    name: 'Association Nuit Debout Orchestra',
    kind: 'performer',
    legalForm: 'association',
    signer: 'Samuel Okoye',
    email: 'nuitdebout@demo.peerfy.test',
  },
  {
    key: 'yann-le-goff',
    name: 'Yann Le Goff',
    kind: 'performer',
    legalForm: 'person',
    signer: 'Yann Le Goff',
    email: 'yann@demo.peerfy.test',
  },
  {
    key: 'zelie-ferrand',
    name: 'Zélie Ferrand',
    kind: 'performer',
    legalForm: 'person',
    signer: 'Zélie Ferrand',
    email: 'zelie@demo.peerfy.test',
  },
  {
    key: 'disques-du-lavoir',
    name: 'Les Disques du Lavoir',
    kind: 'label',
    legalForm: 'company',
    signer: 'Bertrand Auclair',
    email: 'lavoir@demo.peerfy.test',
  },
  {
    key: 'ines-belkacem',
    name: 'Inès Belkacem',
    kind: 'author',
    legalForm: 'person',
    signer: 'Inès Belkacem',
    email: 'ines@demo.peerfy.test',
  },
]

export interface CastArtist {
  key: string
  name: string
  rightsHolder: string
  bioFr: string
  bioEn: string
}

export const ARTISTS: CastArtist[] = [
  {
    key: 'les-ondes-claires',
    name: 'Les Ondes Claires',
    rightsHolder: 'elodie-marchand',
    bioFr: 'Nappes, cloches et flûtes : la musique d’Élodie Marchand, enregistrée à Douarnenez.',
    bioEn: 'Pads, bells and flutes: the music of Élodie Marchand, recorded in Douarnenez.',
  },
  {
    key: 'nuit-debout-orchestra',
    name: 'Nuit Debout Orchestra',
    rightsHolder: 'nuit-debout-asso',
    bioFr: 'Une fanfare de douze personnes qui décide tout en assemblée, du tempo aux dates.',
    bioEn: 'A brass band of twelve that decides everything in assembly, from tempo to dates.',
  },
  {
    key: 'maree-basse',
    name: 'Marée Basse',
    rightsHolder: 'yann-le-goff',
    bioFr: 'Yann Le Goff seul avec un violoncelle, une basse et beaucoup d’écho.',
    bioEn: 'Yann Le Goff alone with a cello, a bass and plenty of echo.',
  },
  {
    key: 'zelie-ferrand',
    name: 'Zélie Ferrand',
    rightsHolder: 'zelie-ferrand',
    bioFr: 'Chansons sans paroles, guitare et accordéon, composées dans les trains régionaux.',
    bioEn: 'Songs without words, guitar and accordion, written on regional trains.',
  },
  {
    key: 'atelier-numero-sept',
    name: 'Atelier Numéro Sept',
    rightsHolder: 'disques-du-lavoir',
    bioFr:
      'Deux machines récupérées, un piano électrique : l’atelier du label Les Disques du Lavoir.',
    bioEn:
      'Two salvaged machines and an electric piano: the workshop of the label Les Disques du Lavoir.',
  },
  {
    key: 'collectif-passerelle',
    name: 'Collectif Passerelle',
    rightsHolder: 'ines-belkacem',
    bioFr: 'Percussions et images animées, autour d’Inès Belkacem.',
    bioEn: 'Percussion and animated pictures, around Inès Belkacem.',
  },
]

export type LicenceCode = 'p2p.legal' | 'CC-BY-4.0' | 'CC-BY-SA-4.0' | 'CC0-1.0'

export interface CastSplit {
  payee: string
  role: SplitRole
  basisPoints: number
  /** False: the payee has not answered yet, the share waits in suspense (P17). */
  accepted: boolean
}

export interface CastWork {
  key: string
  title: string
  artist: string
  kind: 'audio' | 'video'
  licence: LicenceCode
  /** Months between publication and the demo's open month. */
  publishedMonthsAgo: number
  descriptionFr: string
  descriptionEn: string
  splits: CastSplit[]
}

const share = (
  payee: string,
  role: SplitRole,
  basisPoints: number,
  accepted = true
): CastSplit => ({
  payee,
  role,
  basisPoints,
  accepted,
})

export const WORKS: CastWork[] = [
  {
    key: 'sillage',
    title: 'Sillage',
    artist: 'les-ondes-claires',
    kind: 'audio',
    licence: 'p2p.legal',
    publishedMonthsAgo: 5,
    descriptionFr: 'Une traversée lente, entre nappes et cloches.',
    descriptionEn: 'A slow crossing, between pads and bells.',
    splits: [share('elodie-marchand', 'performer', 10_000)],
  },
  {
    key: 'phare',
    title: 'Phare',
    artist: 'les-ondes-claires',
    kind: 'audio',
    licence: 'p2p.legal',
    publishedMonthsAgo: 5,
    descriptionFr: 'Trois temps qui tournent, comme le feu du phare.',
    descriptionEn: 'Three beats that turn like the beam of a lighthouse.',
    splits: [share('elodie-marchand', 'performer', 7_000), share('ines-belkacem', 'author', 3_000)],
  },
  {
    key: 'place-vide',
    title: 'Place vide',
    artist: 'nuit-debout-orchestra',
    kind: 'audio',
    licence: 'p2p.legal',
    publishedMonthsAgo: 5,
    descriptionFr: 'Ce qui reste du rythme quand la place s’est vidée.',
    descriptionEn: 'What remains of the rhythm once the square is empty.',
    splits: [
      share('nuit-debout-asso', 'performer', 6_000),
      share('disques-du-lavoir', 'label', 2_500),
      share('ines-belkacem', 'author', 1_500),
    ],
  },
  {
    key: 'assemblee',
    title: 'Assemblée',
    artist: 'nuit-debout-orchestra',
    kind: 'audio',
    licence: 'CC-BY-SA-4.0',
    publishedMonthsAgo: 4,
    descriptionFr: 'Cuivres à contretemps, main levée pour parler.',
    descriptionEn: 'Off-beat brass, raise your hand to speak.',
    splits: [share('nuit-debout-asso', 'performer', 10_000)],
  },
  {
    key: 'estran',
    title: 'Estran',
    artist: 'maree-basse',
    kind: 'audio',
    licence: 'p2p.legal',
    publishedMonthsAgo: 5,
    descriptionFr: 'Violoncelle et cordes pincées sur la bande de sable découverte.',
    descriptionEn: 'Cello and plucked strings on the strip of sand the tide uncovers.',
    splits: [share('yann-le-goff', 'performer', 10_000)],
  },
  {
    key: 'marnage',
    title: 'Marnage',
    artist: 'maree-basse',
    kind: 'audio',
    licence: 'CC-BY-4.0',
    publishedMonthsAgo: 4,
    descriptionFr: 'Un dub de marée : la basse monte, l’écho redescend.',
    descriptionEn: 'A tidal dub: the bass rises, the echo ebbs.',
    splits: [
      share('yann-le-goff', 'performer', 6_667),
      share('disques-du-lavoir', 'producer', 3_333),
    ],
  },
  {
    key: 'valse-des-consignes',
    title: 'Valse des consignes',
    artist: 'zelie-ferrand',
    kind: 'audio',
    licence: 'p2p.legal',
    publishedMonthsAgo: 4,
    descriptionFr: 'Une valse d’accordéon pour les bagages oubliés.',
    descriptionEn: 'An accordion waltz for forgotten luggage.',
    splits: [share('zelie-ferrand', 'performer', 10_000)],
  },
  {
    key: 'la-cle-des-champs',
    title: 'La clé des champs',
    artist: 'zelie-ferrand',
    kind: 'audio',
    licence: 'CC0-1.0',
    publishedMonthsAgo: 3,
    descriptionFr: 'Guitare et flûte, laissées à tout le monde.',
    descriptionEn: 'Guitar and flute, left to everyone.',
    splits: [
      share('zelie-ferrand', 'performer', 8_000),
      share('elodie-marchand', 'performer', 2_000),
    ],
  },
  {
    key: 'boucle-locale',
    title: 'Boucle locale',
    artist: 'atelier-numero-sept',
    kind: 'audio',
    licence: 'p2p.legal',
    publishedMonthsAgo: 3,
    descriptionFr: 'Machines à seize pas et puces sonores, fait main.',
    descriptionEn: 'Sixteen-step machines and sound chips, made by hand.',
    splits: [
      share('disques-du-lavoir', 'label', 5_000),
      share('nuit-debout-asso', 'performer', 3_000),
      share('ines-belkacem', 'author', 2_000, false),
    ],
  },
  {
    key: 'midi-rue-des-lilas',
    title: 'Midi, rue des Lilas',
    artist: 'atelier-numero-sept',
    kind: 'audio',
    licence: 'CC-BY-4.0',
    publishedMonthsAgo: 2,
    descriptionFr: 'Piano électrique et batterie traînante, fenêtre ouverte.',
    descriptionEn: 'Electric piano and lazy drums, window open.',
    splits: [share('disques-du-lavoir', 'label', 10_000)],
  },
  {
    key: 'sept-temps',
    title: 'Sept temps',
    artist: 'collectif-passerelle',
    kind: 'audio',
    licence: 'p2p.legal',
    publishedMonthsAgo: 3,
    descriptionFr: 'Marimbas croisés sur une mesure à sept temps.',
    descriptionEn: 'Crossed marimbas over a bar of seven.',
    splits: [share('ines-belkacem', 'author', 5_500), share('yann-le-goff', 'performer', 4_500)],
  },
  {
    key: 'd-egal-a-egal',
    title: 'D’égal à égal',
    artist: 'collectif-passerelle',
    kind: 'video',
    licence: 'CC-BY-SA-4.0',
    publishedMonthsAgo: 1,
    descriptionFr: 'Film muet de onze secondes : des points égaux se parlent, puis s’écrivent.',
    descriptionEn:
      'An eleven-second silent film: equal dots talk to each other, then spell a word.',
    splits: [share('ines-belkacem', 'author', 7_500), share('zelie-ferrand', 'producer', 2_500)],
  },
]

export interface CastCause {
  id: string
  name: string
  basisPoints: number
  descriptionFr: string
  descriptionEn: string
}

/** Basis points: the share voted by the demo's assembly for those who choose nothing. */
export const CAUSES: CastCause[] = [
  {
    id: 'logiciels-communs',
    name: 'Fonds des logiciels communs',
    basisPoints: 4_000,
    descriptionFr: 'Maintient les logiciels libres dont la coopérative se sert chaque jour.',
    descriptionEn: 'Maintains the free software that the co-operative uses every day.',
  },
  {
    id: 'creation-partagee',
    name: 'Caisse de création partagée',
    basisPoints: 2_500,
    descriptionFr: 'Avance des frais d’enregistrement aux œuvres placées sous licence libre.',
    descriptionEn: 'Advances recording costs to works put under a free licence.',
  },
  {
    id: 'archives-sonores',
    name: 'Archives sonores ouvertes',
    basisPoints: 2_000,
    descriptionFr: 'Numérise des enregistrements du domaine public et les met en partage.',
    descriptionEn: 'Digitises public-domain recordings and shares them.',
  },
  {
    id: 'acces-associatif',
    name: 'Fédération d’accès associatif',
    basisPoints: 1_500,
    descriptionFr: 'Aide des associations locales à monter leur propre accès à Internet.',
    descriptionEn: 'Helps local associations set up their own Internet access.',
  },
]
