import { INPUT, type ColumnKind, type CsvFormat } from '#services/royalties/allocation/csv_files'

const columns = (kind: ColumnKind, ...names: string[]) => names.map((name) => ({ name, kind }))

/** Files kept beside `labels.json`: what statements show that the rule does not read. */
export const LABELS = {
  /** Units of use by evidence class. */
  evidence: {
    file: 'evidence.csv',
    columns: [
      ...columns('id', 'subscriber_id', 'work_id'),
      ...columns('whole', 'server_listening', 'server_download'),
      ...columns('whole', 'player_listening', 'player_download'),
      ...columns('whole', 'announce_listening', 'announce_download'),
    ],
    key: [0, 1],
  },
  /** The day on which each contribution settled. */
  payments: {
    file: 'payments.csv',
    columns: columns('id', 'contribution_id', 'subscriber_id', 'settled_on'),
    key: [1, 0],
  },
} satisfies Record<string, CsvFormat>

/** A range's units of use, packed; a part only, never kept. */
export const PACKED_UNITS = 'units.packed'

/** What each packed row got, in micro-euro; a part only, never kept. */
export const PACKED_SHARES = 'shares.packed'

/** Where each range's lines lie in usage.csv and evidence.csv; for the rest of the close only. */
export const INPUT_SLICES = 'slices.json'

/** The same of subscriber_works.csv. */
export const OUTPUT_SLICES = 'output_slices.json'

/** Micro-euro and weight per work of one range; a part only. */
export const WORK_SUMS = {
  file: 'works.csv',
  columns: [...columns('id', 'work_id'), ...columns('whole', 'amount_micro', 'weight')],
  key: [0],
} satisfies CsvFormat

/** The files of a result, to be read again. */
export const OUTPUT = {
  subscriberWorks: {
    file: 'subscriber_works.csv',
    columns: [...columns('id', 'subscriber_id', 'work_id'), ...columns('whole', 'amount_micro')],
    key: [0, 1],
  },
  subscriberCauses: {
    file: 'subscriber_causes.csv',
    columns: [...columns('id', 'subscriber_id', 'cause_id'), ...columns('whole', 'amount_micro')],
    key: [0, 1],
  },
  carried: INPUT.carried,
  payees: {
    file: 'payees.csv',
    columns: [...columns('id', 'payee_id', 'work_id'), ...columns('whole', 'amount_micro')],
    key: [0, 1],
  },
  balances: {
    file: 'balances.csv',
    columns: [
      ...columns('id', 'payee_id'),
      ...columns('signed', 'opening_micro', 'lines_micro', 'adjustments_micro'),
      ...columns('whole', 'payout_cents'),
      ...columns('signed', 'closing_micro'),
    ],
    key: [0],
  },
} satisfies Record<string, CsvFormat>
