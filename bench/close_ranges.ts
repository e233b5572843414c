/**
 * What the `close` benchmark measures: one step of the close over every n-th range of a month, as
 * one of n workers does it; or the lines of the whole month, written from its packed ranges: of use,
 * or of what it gave to each work.
 *
 * A worker takes two ranges at once (RANGES_AT_ONCE), each on a connection of its own, as
 * `queue:work` does.
 *
 *   close_ranges.ts freeze|compute WORKER WORKERS
 *   close_ranges.ts lines|shares
 */
import pg from 'pg'
import type { CloseContext } from '#services/royalties/close/close_context'
import { computeRange } from '#services/royalties/close/compute_range'
import { computeShareLines } from '#services/royalties/close/compute_share_lines'
import { freezeUnitLines } from '#services/royalties/close/freeze_unit_lines'
import { freezeRange } from '#services/royalties/close/freeze_range'
import { rangesOf } from '#services/royalties/close/steps'
import { SystemClock } from '#values/clock'
import { BENCH_MONTH } from './close_month.js'
import { measured } from './support/measured.js'

const [step, worker, workers] = process.argv.slice(2)
const work = step === 'freeze' ? freezeRange : computeRange

const key = { period: BENCH_MONTH, revision: 1 }
const connections = await Promise.all(
  Array.from({ length: Number(process.env.RANGES_AT_ONCE ?? 2) }, connect)
)

/** Nothing of these ranges asks for more than the raw connection. */
async function connect(): Promise<CloseContext> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  return { ...key, client, clock: new SystemClock() } as unknown as CloseContext
}

async function doRange(context: CloseContext, range: number): Promise<void> {
  const { client } = context
  await client.query('BEGIN')
  const aggregates = await work(context, range)
  await client.query(
    `INSERT INTO period_ranges (period, revision, step, range, aggregates, finished_at)
     VALUES ($1, $2, $3, $4, $5, '2026-11-01')`,
    [key.period, key.revision, step, range, JSON.stringify(aggregates)]
  )
  await client.query('COMMIT')
}

const waiting = rangesOf('compute').filter((range) => range % Number(workers) === Number(worker))

/** Range after range from what the other connections have left. */
async function takeRanges(context: CloseContext): Promise<void> {
  for (let range = waiting.shift(); range !== undefined; range = waiting.shift()) {
    await doRange(context, range)
  }
}

await measured(async () => {
  if (step === 'lines') await freezeUnitLines(connections[0])
  else if (step === 'shares') await computeShareLines(connections[0])
  else await Promise.all(connections.map(takeRanges))
})
await Promise.all(connections.map(({ client }) => (client as pg.Client).end()))
