import { IMPORT_FIELDS, type ImportField } from '#services/shares/import/columns'

type Line = Partial<Record<ImportField, string>>

/** Headers as the guesser knows them best, by language. */
const HEADERS: Record<'fr' | 'en', Record<ImportField, string>> = {
  fr: {
    member: 'N° sociétaire',
    type: 'Mouvement',
    date: 'Date',
    shares: 'Parts',
    amount: 'Montant souscrit',
    paid: 'Montant versé',
    toMember: 'Cessionnaire',
    kind: 'Personne',
    givenName: 'Prénom',
    familyName: 'Nom',
    birthDate: 'Date de naissance',
    legalName: 'Dénomination',
    legalForm: 'Forme juridique',
    siren: 'SIREN',
    representativeName: 'Représentant',
    representativeCapacity: 'Qualité du représentant',
    email: 'Courriel',
    phone: 'Téléphone',
    street: 'Adresse',
    postcode: 'Code postal',
    city: 'Ville',
    country: 'Pays',
    iban: 'IBAN',
    category: 'Catégorie',
  },
  en: {
    member: 'Member number',
    type: 'Movement',
    date: 'Date',
    shares: 'Shares',
    amount: 'Subscribed amount',
    paid: 'Amount paid',
    toMember: 'Transferee',
    kind: 'Person type',
    givenName: 'First name',
    familyName: 'Last name',
    birthDate: 'Date of birth',
    legalName: 'Legal name',
    legalForm: 'Legal form',
    siren: 'SIREN',
    representativeName: 'Representative',
    representativeCapacity: 'Representative capacity',
    email: 'Email',
    phone: 'Phone',
    street: 'Street',
    postcode: 'Postcode',
    city: 'City',
    country: 'Country',
    iban: 'IBAN',
    category: 'Category',
  },
}

const LINES: Line[] = [
  {
    member: '1',
    type: 'souscription',
    date: '12/03/2024',
    shares: '10',
    amount: '200,00',
    paid: '200,00',
    kind: 'physique',
    givenName: 'Hélène',
    familyName: 'Garnier',
    birthDate: '04/07/1979',
    email: 'helene.garnier@exemple.fr',
    street: '4 rue de la Fontaine',
    postcode: '44000',
    city: 'Nantes',
    country: 'France',
    category: 'subscriber',
  },
  {
    member: '2',
    type: 'souscription',
    date: '15/03/2024',
    shares: '25',
    amount: '500,00',
    paid: '500,00',
    kind: 'morale',
    legalName: 'Association Le Préau',
    legalForm: 'association',
    siren: '732829320',
    representativeName: 'Paul N’Diaye',
    representativeCapacity: 'président',
    email: 'contact@lepreau.exemple.fr',
    street: '1 place du Marché',
    postcode: '35000',
    city: 'Rennes',
    country: 'France',
    category: 'partner',
  },
  { member: '1', type: 'souscription', date: '02/09/2024', shares: '5', amount: '100,00' },
  { member: '2', type: 'cession', date: '10/01/2025', shares: '5', toMember: '1' },
]

/** A file to fill in: every column, two members, a second subscription, a transfer. */
export function sampleCsv(locale: string): string {
  const headers = HEADERS[locale === 'en' ? 'en' : 'fr']
  const rows = [
    IMPORT_FIELDS.map((field) => headers[field]),
    ...LINES.map((line) => IMPORT_FIELDS.map((field) => line[field] ?? '')),
  ]
  return `\ufeff${rows.map((cells) => cells.map(cell).join(';')).join('\r\n')}\r\n`
}

const cell = (text: string) => (/[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
