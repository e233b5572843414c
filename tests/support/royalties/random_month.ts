import type { Files } from './reference_allocation.js'

type Random = () => number

/** A small repeatable generator (mulberry32): the same seed gives the same month. */
export function seeded(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * A valid frozen input, small and full of corner cases: ids that are prefixes of each other, equal
 * weights, subscribers without use or without money, works without a sheet, amounts of 0 and
 * amounts past 2^53.
 */
export function randomMonth(seed: number): Files {
  const random = seeded(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const chance = (share: number) => random() < share
  const huge = chance(0.15)
  const units = (limit: number) =>
    huge && chance(0.2) ? String(2n ** 53n * BigInt(below(9) + 1) + 7n) : String(below(limit))
  const cents = () =>
    huge && chance(0.3)
      ? String(2n ** 62n + BigInt(below(1e6)))
      : String([800, 0, 1200, below(2000)][below(4)])
  const pick = (list: string[], share: number) => list.filter(() => chance(share))

  const subscribers = ids(random, 1 + below(12))
  const works = ids(random, 1 + below(10))
  const payees = [...ids(random, 1 + below(6)), 'suspense']
  const causes = ids(random, 1 + below(4))
  const sheet = (owner: string, claimants: string[]) =>
    basisPoints(random, claimants).map(([id, share]) => [owner, id, share])
  const several = (list: string[]) => {
    const some = pick(list, 0.5)
    return some.length > 0 ? some : [list[below(list.length)]]
  }

  const used = chance(0.1) ? [] : pick(subscribers, 0.7)
  const contributions = pick(subscribers, 0.8).flatMap((subscriber) =>
    ids(random, 1 + below(3)).map((id) => [
      id,
      subscriber,
      cents(),
      [2000, 0, 550, below(3000)][below(4)],
      chance(0.1) ? 900 : below(60),
    ])
  )
  const usage = used.flatMap((subscriber) =>
    pick(works, 0.6).map((work) => [subscriber, work, units(chance(0.5) ? 3 : 500), units(2)])
  )
  const optional = (file: string, header: string, rows: (string | number)[][]): Files =>
    rows.length > 0 || chance(0.5) ? { [file]: csv(header, rows) } : {}

  return {
    'policy.json': policy(random, causes),
    'contributions.csv': csv(
      'contribution_id,subscriber_id,gross_cents,vat_rate_bp,payment_fee_cents',
      contributions
    ),
    'usage.csv': csv('subscriber_id,work_id,listening_units,download_units', usage),
    'splits.csv': csv(
      'work_id,payee_id,basis_points',
      pick(works, 0.8).flatMap((work) => sheet(work, several(payees)))
    ),
    ...optional(
      'choices.csv',
      'subscriber_id,cause_id,basis_points',
      pick(subscribers, 0.3).flatMap((subscriber) => sheet(subscriber, several(causes)))
    ),
    ...optional(
      'carried.csv',
      'subscriber_id,amount_micro,months',
      pick(subscribers, 0.4).map((subscriber) => [subscriber, below(9_000_000), below(6)])
    ),
    ...optional(
      'adjustments.csv',
      'payee_id,amount_micro,corrects',
      pick(payees, 0.3).flatMap((payee) =>
        ids(random, 1 + below(2)).map((line) => [payee, below(4e6) - 2e6, line])
      )
    ),
    ...optional(
      'balances.csv',
      'payee_id,balance_micro',
      pick(payees, 0.5).map((payee) => [payee, chance(0.2) ? 0 : below(8e6) - 2e6])
    ),
  }
}

function policy(random: Random, causes: string[]): string {
  const below = (limit: number) => Math.floor(random() * limit)
  const keys = ['artists', 'contributions', 'operations']
  const voted = below(2) === 0 ? [7000, 1500, 1500] : basisPoints(random, keys).map(([, bp]) => bp)
  return JSON.stringify({
    period: `20${10 + below(80)}-${String(1 + below(12)).padStart(2, '0')}`,
    rule_version: 1,
    resolution_id: 'AG-2026.3',
    keys: Object.fromEntries(keys.map((key, at) => [key, voted[at]])),
    weights: { listening: below(8) === 0 ? 0 : 1, download: [10, 0, 1][below(3)] },
    causes: Object.fromEntries(basisPoints(random, causes)),
    payout_threshold_cents: [500, 0, 100][below(3)],
    zero_usage: { carry_months: below(5) },
  })
}

/** Shares of 10 000, often equal ones, sometimes 0. */
function basisPoints(random: Random, claimants: string[]): [string, number][] {
  let left = 10_000
  return claimants.map((id, at) => {
    const rest = claimants.length - at
    const share =
      rest === 1 ? left : random() < 0.5 ? Math.floor(left / rest) : Math.floor(random() * left)
    left -= share
    return [id, share]
  })
}

/** Distinct ids of many lengths, with letters from the whole set that is allowed. */
function ids(random: Random, count: number): string[] {
  const letters = '-.0aA9:Z_zf'
  const found = new Set<string>()
  while (found.size < count) {
    const length = random() < 0.05 ? 64 : 1 + Math.floor(random() * 4)
    const id = Array.from({ length }, () => letters[Math.floor(random() * letters.length)])
    found.add(id.join(''))
  }
  return [...found]
}

/** Sorts rows by their ids in the order in which the format compares them. */
function csv(header: string, rows: (string | number)[][]): string {
  const names = header.split(',')
  const byOwner = names[0] === 'contribution_id' ? [1, 0] : [0, names[2] === 'corrects' ? 2 : 1]
  const columns = byOwner.filter((at) => /_id$|^corrects$/.test(names[at]))
  const key = (row: (string | number)[]) => Buffer.from(columns.map((at) => row[at]).join(','))
  const ordered = [...rows].sort((a, b) => Buffer.compare(key(a), key(b)))
  return [names, ...ordered].map((row) => `${row.join(',')}\n`).join('')
}
