import type { Files } from './reference_allocation.js'

export const HEADERS: Record<string, string> = {
  'contributions.csv': 'contribution_id,subscriber_id,gross_cents,vat_rate_bp,payment_fee_cents',
  'usage.csv': 'subscriber_id,work_id,listening_units,download_units',
  'splits.csv': 'work_id,payee_id,basis_points',
  'choices.csv': 'subscriber_id,cause_id,basis_points',
  'carried.csv': 'subscriber_id,amount_micro,months',
  'adjustments.csv': 'payee_id,amount_micro,corrects',
  'balances.csv': 'payee_id,balance_micro',
}

export const POLICY = {
  period: '2026-10',
  rule_version: 1,
  resolution_id: 'AG-2026.3',
  keys: { artists: 7000, contributions: 1500, operations: 1500 },
  weights: { listening: 1, download: 10 },
  causes: { trees: 6000, books: 4000 },
  payout_threshold_cents: 500,
  zero_usage: { carry_months: 3 },
}

/**
 * A frozen input from rows alone: `smallMonth({ usage: ['s,w,1,0'] })`. Required files that are not
 * given have a header only; `policy` changes fields of the voted one.
 */
export function smallMonth(rows: Record<string, string[]> = {}, policy: object = {}): Files {
  const files: Files = { 'policy.json': JSON.stringify({ ...POLICY, ...policy }) }
  for (const [file, header] of Object.entries(HEADERS)) {
    const own = rows[file.slice(0, -'.csv'.length)]
    const required = ['contributions.csv', 'usage.csv', 'splits.csv'].includes(file)
    if (own || required) files[file] = [header, ...(own ?? [])].map((line) => `${line}\n`).join('')
  }
  return files
}

/** The rows of a file without its header. */
export function rowsOf(file: string): string[] {
  return file.split('\n').slice(1, -1)
}
