import { createHash } from 'node:crypto'

/**
 * The allocation rule, version 1, a second time: written straight from the text of the rule, in
 * the plainest way, sharing no code with the application. Slow, holds everything in memory, expects
 * valid input. The tests compare the application's bytes with these.
 */
export type Files = Record<string, string>
type Row = Record<string, string>

export function referenceAllocation(input: Files): Files {
  const policy = JSON.parse(input['policy.json'])
  const period: string = policy.period
  const contributions = rows(input['contributions.csv'])
  const usage = rows(input['usage.csv'])
  const carriedIn = rows(input['carried.csv'])

  // Steps 1 and 2
  const sums: Record<string, bigint> = {}
  const add = (name: string, amount: bigint) => (sums[name] = (sums[name] ?? 0n) + amount)
  const artistsOf = new Map<string, bigint>()
  const causesMicroOf = new Map<string, bigint>()
  for (const row of contributions) {
    const gross = BigInt(row.gross_cents)
    const rate = BigInt(row.vat_rate_bp)
    const fee = BigInt(row.payment_fee_cents)
    const vat = halfUp(gross * rate, 10000n + rate)
    const net = max0(gross - vat - fee)
    add('gross_cents', gross)
    add('vat_cents', vat)
    add('payment_fees_cents', fee)
    add('fee_shortfall_cents', max0(vat + fee - gross))
    add('net_cents', net)
    const parts = hamilton(
      net * 10000n,
      ['artists', 'contributions', 'operations'].map((k) => [k, BigInt(policy.keys[k])]),
      (k) => `${period}|${row.contribution_id}|${k}`
    )
    for (const [key, part] of parts) add(`${key}_micro`, part)
    plus(artistsOf, row.subscriber_id, parts.get('artists')!)
    plus(causesMicroOf, row.subscriber_id, parts.get('contributions')!)
  }

  // Step 3
  const used = new Map<string, [string, bigint][]>()
  const totalWeight = new Map<string, bigint>()
  for (const row of usage) {
    const weight =
      BigInt(row.listening_units) * BigInt(policy.weights.listening) +
      BigInt(row.download_units) * BigInt(policy.weights.download)
    if (weight === 0n) continue
    if (!used.has(row.subscriber_id)) used.set(row.subscriber_id, [])
    used.get(row.subscriber_id)!.push([row.work_id, weight])
    plus(totalWeight, row.work_id, weight)
  }

  // Step 4
  const monthsOf = new Map<string, bigint>()
  const carriedOf = new Map<string, bigint>()
  for (const row of carriedIn) {
    carriedOf.set(row.subscriber_id, BigInt(row.amount_micro))
    monthsOf.set(row.subscriber_id, BigInt(row.months))
    add('carried_in_micro', BigInt(row.amount_micro))
  }
  const workSums = new Map<string, bigint>()
  const subscriberWorks: string[][] = []
  const carriedOut: string[][] = []
  let pool = 0n
  const everybody = sorted(new Set([...artistsOf.keys(), ...carriedOf.keys(), ...used.keys()]))
  for (const subscriber of everybody) {
    const sum = (artistsOf.get(subscriber) ?? 0n) + (carriedOf.get(subscriber) ?? 0n)
    const uses = used.get(subscriber)
    if (uses) {
      const parts = hamilton(sum, uses, (work) => `${period}|${subscriber}|${work}`)
      for (const [work, part] of parts) {
        plus(workSums, work, part)
        subscriberWorks.push([subscriber, work, String(part)])
      }
      continue
    }
    const months = (monthsOf.get(subscriber) ?? 0n) + 1n
    if (used.size > 0 && months > BigInt(policy.zero_usage.carry_months)) {
      pool += sum
    } else {
      add('carried_out_micro', sum)
      carriedOut.push([subscriber, String(sum), String(months)])
    }
  }
  add('pool_micro', pool)
  if (pool > 0n) {
    const parts = hamilton(pool, [...totalWeight], (work) => `${period}|pool|${work}`)
    for (const [work, part] of parts) plus(workSums, work, part)
  }

  // Step 5
  const choices = grouped(rows(input['choices.csv']), 'subscriber_id', 'cause_id')
  const voted = Object.entries(policy.causes).map(([k, v]): [string, bigint] => [
    k,
    BigInt(v as number),
  ])
  const subscriberCauses: string[][] = []
  for (const subscriber of sorted(causesMicroOf.keys())) {
    const causes = choices.get(subscriber) ?? voted
    const key = (cause: string) => `${period}|${subscriber}|${cause}`
    const parts = hamilton(causesMicroOf.get(subscriber)!, causes, key)
    for (const [cause, part] of parts) subscriberCauses.push([subscriber, cause, String(part)])
  }

  // Step 6
  const sheets = grouped(rows(input['splits.csv']), 'work_id', 'payee_id')
  const payees: string[][] = []
  const linesOf = new Map<string, bigint>()
  for (const [work, sum] of workSums) {
    const sheet = sheets.get(work) ?? [['suspense', 10000n]]
    for (const [payee, part] of hamilton(sum, sheet, (p) => `${period}|${work}|${p}`)) {
      if (part === 0n) continue
      payees.push([payee, work, String(part)])
      plus(linesOf, payee, part)
      add(payee === 'suspense' ? 'suspense_micro' : 'payee_lines_micro', part)
    }
  }

  // Step 7
  const opening = new Map<string, bigint>()
  for (const row of rows(input['balances.csv'])) {
    plus(opening, row.payee_id, BigInt(row.balance_micro))
  }
  const adjusted = new Map<string, bigint>()
  for (const row of rows(input['adjustments.csv'])) {
    plus(adjusted, row.payee_id, BigInt(row.amount_micro))
    add('adjustments_micro', BigInt(row.amount_micro))
  }
  const balances: string[][] = []
  for (const payee of new Set([...opening.keys(), ...adjusted.keys(), ...linesOf.keys()])) {
    const o = opening.get(payee) ?? 0n
    const l = linesOf.get(payee) ?? 0n
    const a = adjusted.get(payee) ?? 0n
    const balance = o + l + a
    let payout = balance > 0n ? balance / 10000n : 0n
    if (payout < BigInt(policy.payout_threshold_cents) || payee === 'suspense') payout = 0n
    add('payout_cents', payout)
    balances.push([payee, ...[o, l, a, payout, balance - payout * 10000n].map(String)])
  }

  const summary: Record<string, string | number> = { period, rule_version: 1 }
  for (const name of FIGURES) summary[name] = String(sums[name] ?? 0n)
  const nonZero = (column: number) => (row: string[]) => row[column] !== '0'
  return {
    'subscriber_works.csv': csv(
      'subscriber_id,work_id,amount_micro',
      subscriberWorks.filter(nonZero(2))
    ),
    'subscriber_causes.csv': csv(
      'subscriber_id,cause_id,amount_micro',
      subscriberCauses.filter(nonZero(2))
    ),
    'payees.csv': csv('payee_id,work_id,amount_micro', payees),
    'balances.csv': csv(
      'payee_id,opening_micro,lines_micro,adjustments_micro,payout_cents,closing_micro',
      balances
    ),
    'carried.csv': csv('subscriber_id,amount_micro,months', carriedOut.filter(nonZero(1))),
    'summary.json': JSON.stringify(
      Object.fromEntries(Object.entries(summary).sort(([a], [b]) => (a < b ? -1 : 1)))
    ),
  }
}

const FIGURES = (
  'gross_cents vat_cents payment_fees_cents fee_shortfall_cents net_cents artists_micro ' +
  'contributions_micro operations_micro carried_in_micro carried_out_micro pool_micro ' +
  'payee_lines_micro suspense_micro adjustments_micro payout_cents'
).split(' ')

/** Largest remainder, each unit left over given in turn to the first of the queue. */
export function hamilton(
  total: bigint,
  weights: [string, bigint][],
  tieKey: (id: string) => string
): Map<string, bigint> {
  const all = weights.reduce((sum, [, weight]) => sum + weight, 0n)
  if (all === 0n) return new Map(weights.map(([id]) => [id, 0n]))
  const queue = weights.map(([id, weight]) => ({
    id,
    part: (total * weight) / all,
    remainder: (total * weight) % all,
    draw: createHash('sha256').update(tieKey(id), 'utf8').digest('hex'),
  }))
  queue.sort((a, b) => {
    if (a.remainder !== b.remainder) return a.remainder > b.remainder ? -1 : 1
    return a.draw < b.draw ? -1 : 1
  })
  let left = total - queue.reduce((sum, { part }) => sum + part, 0n)
  for (const entry of queue) if (left-- > 0n) entry.part++
  return new Map(queue.map(({ id, part }) => [id, part]))
}

function halfUp(numerator: bigint, denominator: bigint): bigint {
  const down = numerator / denominator
  return 2n * (numerator % denominator) >= denominator ? down + 1n : down
}

function rows(file: string | undefined): Row[] {
  if (!file) return []
  const [header, ...lines] = file.trimEnd().split('\n')
  const names = header.split(',')
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((field, at) => [names[at], field]))
  )
}

function grouped(list: Row[], owner: string, claimant: string): Map<string, [string, bigint][]> {
  const groups = new Map<string, [string, bigint][]>()
  for (const row of list) {
    if (!groups.has(row[owner])) groups.set(row[owner], [])
    groups.get(row[owner])!.push([row[claimant], BigInt(row.basis_points)])
  }
  return groups
}

/** Rows sorted by their ids (the first column, and the second where it is one), as bytes. */
function csv(header: string, list: string[][]): string {
  const ids = header.split(',')[1].endsWith('_id') ? 2 : 1
  const ordered = list
    .map((row) => ({ row, key: Buffer.from(row.slice(0, ids).join(',')) }))
    .sort((a, b) => Buffer.compare(a.key, b.key))
  return [header, ...ordered.map(({ row }) => row.join(','))].map((line) => `${line}\n`).join('')
}

function sorted(ids: Iterable<string>): string[] {
  return [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

function plus(map: Map<string, bigint>, key: string, amount: bigint): void {
  map.set(key, (map.get(key) ?? 0n) + amount)
}

function max0(value: bigint): bigint {
  return value > 0n ? value : 0n
}
