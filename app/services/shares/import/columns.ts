/** What a column of the file may hold; the order is the one of the sample file. */
export const IMPORT_FIELDS = [
  'member',
  'type',
  'date',
  'shares',
  'amount',
  'paid',
  'toMember',
  'kind',
  'givenName',
  'familyName',
  'birthDate',
  'legalName',
  'legalForm',
  'siren',
  'representativeName',
  'representativeCapacity',
  'email',
  'phone',
  'street',
  'postcode',
  'city',
  'country',
  'iban',
  'category',
] as const

export type ImportField = (typeof IMPORT_FIELDS)[number]
/** The place of each field's column, counted from 0; a field without one is not in the file. */
export type ImportMapping = Partial<Record<ImportField, number>>

/** Fields without which no line can be read. */
export const REQUIRED_FIELDS: ImportField[] = [
  'date',
  'shares',
  'category',
  'street',
  'postcode',
  'city',
]

/** Headers as people write them, in comparable form (`comparable`). */
const KNOWN: Record<ImportField, string[]> = {
  member: [
    'numero de socetaire',
    'numero de societaire',
    'numero societaire',
    'n societaire',
    'n de societaire',
    'societaire',
    'numero d associe',
    'numero associe',
    'numero membre',
    'member number',
    'member no',
    'member id',
    'member',
    'shareholder number',
    'numero',
  ],
  type: [
    'mouvement',
    'type de mouvement',
    'type',
    'nature',
    'operation',
    'movement',
    'movement type',
  ],
  date: [
    'date',
    'date d effet',
    'date du mouvement',
    'date de souscription',
    'date d entree',
    'date souscription',
    'date d adhesion',
    'effective date',
    'subscription date',
    'date of subscription',
    'joined on',
    'movement date',
  ],
  shares: [
    'parts',
    'nombre de parts',
    'nb parts',
    'nb de parts',
    'nbre de parts',
    'parts sociales',
    'nombre parts',
    'shares',
    'number of shares',
    'share count',
  ],
  amount: [
    'montant',
    'montant souscrit',
    'capital souscrit',
    'capital',
    'montant total',
    'amount',
    'subscribed amount',
    'subscribed capital',
  ],
  paid: [
    'verse',
    'montant verse',
    'capital verse',
    'libere',
    'montant libere',
    'capital libere',
    'paid',
    'paid up',
    'amount paid',
    'paid amount',
  ],
  toMember: [
    'cessionnaire',
    'numero du cessionnaire',
    'vers le societaire',
    'beneficiaire de la cession',
    'nouveau titulaire',
    'to member',
    'transferee',
    'new holder',
  ],
  kind: [
    'nature de la personne',
    'personne',
    'type de personne',
    'type de societaire',
    'kind',
    'person type',
    'member kind',
    'member type',
  ],
  givenName: ['prenom', 'prenoms', 'first name', 'given name', 'firstname', 'forename'],
  familyName: [
    'nom',
    'nom de famille',
    'nom de naissance',
    'last name',
    'family name',
    'surname',
    'lastname',
    'name',
  ],
  birthDate: [
    'date de naissance',
    'naissance',
    'ne e le',
    'ne le',
    'birth date',
    'date of birth',
    'birthdate',
    'birthday',
  ],
  legalName: [
    'raison sociale',
    'denomination',
    'denomination sociale',
    'organisation',
    'structure',
    'nom de la structure',
    'personne morale',
    'company',
    'company name',
    'legal name',
    'organization',
  ],
  legalForm: ['forme juridique', 'statut juridique', 'legal form'],
  siren: ['siren', 'numero siren', 'n siren', 'siren number', 'company number'],
  representativeName: [
    'representant',
    'representante',
    'representant legal',
    'nom du representant',
    'representative',
    'representative name',
    'legal representative',
  ],
  representativeCapacity: [
    'qualite du representant',
    'fonction du representant',
    'qualite',
    'representative capacity',
    'capacity',
  ],
  email: [
    'email',
    'e mail',
    'mail',
    'courriel',
    'adresse email',
    'adresse e mail',
    'adresse mail',
    'adresse electronique',
    'email address',
    'e mail address',
  ],
  phone: ['telephone', 'tel', 'portable', 'mobile', 'numero de telephone', 'phone', 'phone number'],
  street: [
    'adresse',
    'rue',
    'voie',
    'adresse postale',
    'adresse 1',
    'street',
    'address',
    'address 1',
    'street address',
    'postal address',
  ],
  postcode: ['code postal', 'cp', 'postcode', 'postal code', 'zip', 'zip code'],
  city: ['ville', 'commune', 'localite', 'city', 'town'],
  country: ['pays', 'country'],
  iban: ['iban', 'rib'],
  category: [
    'categorie',
    'categorie de societaire',
    'categorie d associe',
    'college',
    'category',
    'member category',
  ],
}

/** Lower case, without accents or signs: « N° sociétaire » is `n societaire`. */
export function comparable(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Which column is what, by the names that people give; each column once, each field once. */
export function guessMapping(headers: readonly string[]): ImportMapping {
  const names = headers.map(comparable)
  const mapping: ImportMapping = {}
  const taken = new Set<number>()
  for (const field of IMPORT_FIELDS) {
    const words = [comparable(field.replace(/([A-Z])/g, ' $1')), ...KNOWN[field]]
    const found = words
      .map((word) => names.findIndex((name, at) => name === word && !taken.has(at)))
      .find((at) => at >= 0)
    if (found === undefined) continue
    mapping[field] = found
    taken.add(found)
  }
  return mapping
}
