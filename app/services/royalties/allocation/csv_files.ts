/** How a column is written: an id, an integer from 0 up, or an integer with a sign. */
export type ColumnKind = 'id' | 'whole' | 'signed'

/** One kind of frozen file: its columns, and the columns by which its rows are sorted. */
export type CsvFormat = {
  readonly file: string
  readonly columns: readonly { readonly name: string; readonly kind: ColumnKind }[]
  /** Column numbers: the first key, and the second where one alone does not name a row. */
  readonly key: readonly [number, number?]
}

const id = (name: string) => ({ name, kind: 'id' as const })
const whole = (name: string) => ({ name, kind: 'whole' as const })
const signed = (name: string) => ({ name, kind: 'signed' as const })

/** The files of a frozen input. */
export const INPUT = {
  contributions: {
    file: 'contributions.csv',
    columns: [
      id('contribution_id'),
      id('subscriber_id'),
      whole('gross_cents'),
      whole('vat_rate_bp'),
      whole('payment_fee_cents'),
    ],
    key: [1, 0],
  },
  usage: {
    file: 'usage.csv',
    columns: [
      id('subscriber_id'),
      id('work_id'),
      whole('listening_units'),
      whole('download_units'),
    ],
    key: [0, 1],
  },
  choices: {
    file: 'choices.csv',
    columns: [id('subscriber_id'), id('cause_id'), whole('basis_points')],
    key: [0, 1],
  },
  carried: {
    file: 'carried.csv',
    columns: [id('subscriber_id'), whole('amount_micro'), whole('months')],
    key: [0],
  },
  splits: {
    file: 'splits.csv',
    columns: [id('work_id'), id('payee_id'), whole('basis_points')],
    key: [0, 1],
  },
  adjustments: {
    file: 'adjustments.csv',
    columns: [id('payee_id'), signed('amount_micro'), id('corrects')],
    key: [0, 2],
  },
  balances: {
    file: 'balances.csv',
    columns: [id('payee_id'), signed('balance_micro')],
    key: [0],
  },
} as const satisfies Record<string, CsvFormat>

/** The header lines of the files of a result, by file name. */
export const OUTPUT_HEADERS = {
  'subscriber_works.csv': 'subscriber_id,work_id,amount_micro\n',
  'subscriber_causes.csv': 'subscriber_id,cause_id,amount_micro\n',
  'payees.csv': 'payee_id,work_id,amount_micro\n',
  'balances.csv':
    'payee_id,opening_micro,lines_micro,adjustments_micro,payout_cents,closing_micro\n',
  'carried.csv': 'subscriber_id,amount_micro,months\n',
} as const

export function headerOf(format: CsvFormat): string {
  return `${format.columns.map((column) => column.name).join(',')}\n`
}
