/** The accounts that the program posts to, by the French general chart (PCG). */
export const LEDGER_ACCOUNTS = {
  subscribers: '411',
  vatCollected: '44571',
  payees: '4671',
  suspense: '4672',
  carried: '4673',
  causes: '4686',
  prepaid: '487',
  directDebitsInCollection: '5112',
  bank: '512',
  bankFees: '627',
  royalties: '651',
  contributions: '658',
  subscriptions: '706',
} as const

export type LedgerAccountCode = (typeof LEDGER_ACCOUNTS)[keyof typeof LEDGER_ACCOUNTS]

type ChartLine = { code: LedgerAccountCode; labelFr: string; labelEn: string }

/** Every account of the chart with its label in both languages. */
export const CHART: readonly ChartLine[] = [
  { code: '411', labelFr: 'Abonné·es', labelEn: 'Subscribers' },
  { code: '44571', labelFr: 'TVA collectée', labelEn: 'VAT collected' },
  { code: '4671', labelFr: 'Ayants droit, sommes dues', labelEn: 'Payees, amounts due' },
  {
    code: '4672',
    labelFr: 'Parts en attente d’acceptation',
    labelEn: 'Shares awaiting acceptance',
  },
  {
    code: '4673',
    labelFr: 'Part artistes reportée des abonné·es sans usage',
    labelEn: 'Artists’ part carried for subscribers without use',
  },
  {
    code: '4686',
    labelFr: 'Contributions dues aux causes',
    labelEn: 'Contributions due to causes',
  },
  { code: '487', labelFr: 'Produits constatés d’avance', labelEn: 'Deferred income' },
  {
    code: '5112',
    labelFr: 'Prélèvements à l’encaissement',
    labelEn: 'Direct debits in collection',
  },
  { code: '512', labelFr: 'Banque', labelEn: 'Bank' },
  { code: '627', labelFr: 'Frais de paiement et de banque', labelEn: 'Payment and bank fees' },
  { code: '651', labelFr: 'Redevances aux artistes', labelEn: 'Royalties to artists' },
  {
    code: '658',
    labelFr: 'Contributions versées aux causes',
    labelEn: 'Contributions given to causes',
  },
  { code: '706', labelFr: 'Abonnements', labelEn: 'Subscriptions' },
]
