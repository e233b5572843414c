import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** How big a month to make; the defaults are those of the measurements in docs/performance.md. */
export type MonthSize = { subscribers: number; works: number; payees: number }

/**
 * Writes the frozen input of a large month: works per subscriber log-normal with a mean of about
 * 40, plays by Zipf's law, one to five payees per work. Repeatable: the same size gives the same
 * bytes.
 *
 * @returns the rows of use
 */
export function writeMonth(directory: string, size: MonthSize): number {
  const random = mulberry(20_261_031)
  const subscribers = uuids(random, size.subscribers)
  const works = uuids(random, size.works)
  const payees = uuids(random, size.payees)
  writeFileSync(join(directory, 'policy.json'), JSON.stringify(POLICY))
  writeContributions(directory, random, subscribers)
  writeSplits(directory, random, works, payees)
  return writeUsage(directory, random, subscribers, works)
}

const POLICY = {
  period: '2026-10',
  rule_version: 1,
  resolution_id: 'bench',
  keys: { artists: 7000, contributions: 1500, operations: 1500 },
  weights: { listening: 1, download: 10 },
  causes: { climate: 3400, culture: 3300, software: 3300 },
  payout_threshold_cents: 500,
  zero_usage: { carry_months: 3 },
}

function writeContributions(directory: string, random: () => number, subscribers: string[]): void {
  const header = 'contribution_id,subscriber_id,gross_cents,vat_rate_bp,payment_fee_cents'
  const lines = new Lines(join(directory, 'contributions.csv'), header)
  for (const subscriber of subscribers) lines.add(`${uuid(random)},${subscriber},800,2000,35`)
  lines.close()
}

function writeSplits(
  directory: string,
  random: () => number,
  works: string[],
  payees: string[]
): void {
  const lines = new Lines(join(directory, 'splits.csv'), 'work_id,payee_id,basis_points')
  for (const work of works) {
    const sheet = new Set<string>()
    const shares = 1 + Math.floor(random() * 5)
    while (sheet.size < shares) sheet.add(payees[Math.floor(random() ** 2 * payees.length)])
    const part = Math.floor(10_000 / shares)
    for (const [index, payee] of [...sheet].sort().entries()) {
      lines.add(`${work},${payee},${index === 0 ? 10_000 - part * (shares - 1) : part}`)
    }
  }
  lines.close()
}

function writeUsage(
  directory: string,
  random: () => number,
  subscribers: string[],
  works: string[]
): number {
  const header = 'subscriber_id,work_id,listening_units,download_units'
  const lines = new Lines(join(directory, 'usage.csv'), header)
  const popular = shuffled(random, works.length)
  let rows = 0
  for (const subscriber of subscribers) {
    const wanted = Math.min(works.length / 4, Math.ceil(Math.exp(3.2 + normal(random))))
    const used = new Set<number>()
    while (used.size < wanted) used.add(popular[zipf(random, works.length)])
    for (const work of Uint32Array.from(used).sort()) {
      const listened = Math.floor(1 / (random() + 0.02))
      lines.add(`${subscriber},${works[work]},${listened},${random() < 0.2 ? 1 : 0}`)
    }
    rows += used.size
  }
  lines.close()
  return rows
}

/** A CSV file written about a megabyte at a time. */
class Lines {
  readonly #descriptor: number
  #text: string

  constructor(path: string, header: string) {
    this.#descriptor = openSync(path, 'w')
    this.#text = `${header}\n`
  }

  add(line: string): void {
    this.#text += `${line}\n`
    if (this.#text.length > 1 << 20) this.#flush()
  }

  close(): void {
    this.#flush()
    closeSync(this.#descriptor)
  }

  #flush(): void {
    writeSync(this.#descriptor, this.#text)
    this.#text = ''
  }
}

function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

function uuid(random: () => number): string {
  let hex = ''
  while (hex.length < 32)
    hex += Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function uuids(random: () => number, count: number): string[] {
  return Array.from({ length: count }, () => uuid(random)).sort()
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Rank by Zipf's law with exponent 0.9, by inverting its continuous form. */
function zipf(random: () => number, count: number): number {
  const top = (count + 1) ** 0.1
  return Math.min(count - 1, Math.floor((1 + random() * (top - 1)) ** 10) - 1)
}

function shuffled(random: () => number, count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index)
  for (let at = count - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    const swapped = order[at]
    order[at] = order[other]
    order[other] = swapped
  }
  return order
}
