/**
 * What the `close` benchmark measures: one step of the close over every n-th range of a month, as
 * one of n workers does it; or the lines of use of the whole month, written from the frozen ranges.
 *
 *   close_ranges.ts freeze|compute WORKER WORKERS
 *   close_ranges.ts lines
 */
import pg from 'pg'
import type { CloseContext } from '#services/royalties/close/close_context'
import { computeRange } from '#services/royalties/close/compute_range'
import { freezeUnitLines } from '#services/royalties/close/freeze_unit_lines'
import { freezeRange } from '#services/royalties/close/freeze_range'
import { rangesOf } from '#services/royalties/close/steps'
import { SystemClock } from '#values/clock'
import { BENCH_MONTH } from './close_month.js'
import { measured } from './support/measured.js'

const [step, worker, workers] = process.argv.slice(2)
const work = step === 'freeze' ? freezeRange : computeRange

const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
await client.connect()
// Nothing of these ranges asks for more than the raw connection.
const key = { period: BENCH_MONTH, revision: 1 }
const context = { ...key, client, clock: new SystemClock() } as unknown as CloseContext

async function doRange(range: number): Promise<void> {
  await client.query('BEGIN')
  const aggregates = await work(context, range)
  await client.query(
    `INSERT INTO period_ranges (period, revision, step, range, aggregates, finished_at)
     VALUES ($1, $2, $3, $4, $5, '2026-11-01')`,
    [key.period, key.revision, step, range, JSON.stringify(aggregates)]
  )
  await client.query('COMMIT')
}

const ranges = rangesOf('compute').filter((range) => range % Number(workers) === Number(worker))
await measured(async () => {
  if (step === 'lines') await freezeUnitLines(context)
  else for (const range of ranges) await doRange(range)
})
await client.end()
