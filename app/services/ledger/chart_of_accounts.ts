/** The accounts that the program posts to, by the French general chart (PCG). */
export const LEDGER_ACCOUNTS = {
  uncalledCapital: '109',
  capitalUncalled: '1011',
  capitalCalledUnpaid: '1012',
  capitalPaid: '10131',
  capitalAwaitingRepayment: '10138',
  legalReserve: '1061',
  statutoryReserve: '1063',
  otherReserves: '1068',
  carriedForward: '110',
  carriedLoss: '119',
  yearSurplus: '120',
  yearLoss: '129',
  subscribers: '411',
  membersCalled: '4562',
  membersReceived: '4563',
  membersToRepay: '4567',
  membersInterest: '457',
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
  openingBalance: '890',
} as const

export type LedgerAccountCode = (typeof LEDGER_ACCOUNTS)[keyof typeof LEDGER_ACCOUNTS]

type ChartLine = { code: LedgerAccountCode; labelFr: string; labelEn: string }

/** Every account of the chart with its label in both languages. */
export const CHART: readonly ChartLine[] = [
  {
    code: '109',
    labelFr: 'Sociétaires, capital souscrit non appelé',
    labelEn: 'Members, capital subscribed and not called',
  },
  { code: '1011', labelFr: 'Capital souscrit non appelé', labelEn: 'Capital not called' },
  {
    code: '1012',
    labelFr: 'Capital souscrit appelé, non versé',
    labelEn: 'Capital called, not paid',
  },
  { code: '10131', labelFr: 'Capital versé des sociétaires', labelEn: 'Members’ paid-up capital' },
  {
    code: '10138',
    labelFr: 'Capital versé, parts en attente de remboursement',
    labelEn: 'Paid-up capital awaiting repayment',
  },
  { code: '1061', labelFr: 'Réserve légale', labelEn: 'Legal reserve' },
  { code: '1063', labelFr: 'Réserve statutaire', labelEn: 'Statutory reserve' },
  { code: '1068', labelFr: 'Autres réserves', labelEn: 'Other reserves' },
  { code: '110', labelFr: 'Report à nouveau créditeur', labelEn: 'Surplus carried forward' },
  { code: '119', labelFr: 'Report à nouveau débiteur', labelEn: 'Losses carried forward' },
  { code: '120', labelFr: 'Résultat de l’exercice, bénéfice', labelEn: 'Year’s surplus' },
  { code: '129', labelFr: 'Résultat de l’exercice, perte', labelEn: 'Year’s loss' },
  { code: '411', labelFr: 'Abonné·es', labelEn: 'Subscribers' },
  { code: '44571', labelFr: 'TVA collectée', labelEn: 'VAT collected' },
  { code: '4671', labelFr: 'Ayants droit, sommes dues', labelEn: 'Payees, amounts due' },
  {
    code: '4562',
    labelFr: 'Sociétaires, capital appelé et non versé',
    labelEn: 'Members, capital called and not paid',
  },
  {
    code: '4563',
    labelFr: 'Sociétaires, versements reçus',
    labelEn: 'Members, payments received',
  },
  {
    code: '4567',
    labelFr: 'Sociétaires, capital à rembourser',
    labelEn: 'Members, capital to repay',
  },
  {
    code: '457',
    labelFr: 'Sociétaires, intérêts à payer',
    labelEn: 'Members, interest to pay',
  },
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
  { code: '890', labelFr: 'Bilan d’ouverture', labelEn: 'Opening balance' },
]
