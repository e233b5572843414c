/** What the `close` benchmark measures: each range of a month frozen and computed by the close. */
import pg from 'pg'
import { RangeAggregate } from '#services/royalties/allocation/range_aggregate'
import type { CloseContext } from '#services/royalties/close/close_context'
import { computeRange } from '#services/royalties/close/compute_range'
import { freezeRange } from '#services/royalties/close/freeze_range'
import { removeParts } from '#services/royalties/files/remove_parts'
import { rangesOf } from '#services/royalties/close/steps'
import { SystemClock } from '#values/clock'
import { BENCH_MONTH } from './close_month.js'
import { measured } from './support/measured.js'

const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
await client.connect()
// Nothing of these ranges asks for more than the raw connection.
const key = { period: BENCH_MONTH, revision: 1 }
const context = { ...key, client, clock: new SystemClock() } as unknown as CloseContext

async function keep(step: string, range: number, aggregates: object): Promise<void> {
  await client.query(
    `INSERT INTO period_ranges (period, revision, step, range, aggregates, finished_at)
     VALUES ($1, $2, $3, $4, $5, '2026-11-01')`,
    [key.period, key.revision, step, range, JSON.stringify(aggregates)]
  )
}

await client.query('DELETE FROM period_ranges')
const spent = { freezeSeconds: 0, computeSeconds: 0 }
await measured(async () => {
  const whole = new RangeAggregate()
  for (const range of rangesOf('freeze')) {
    await client.query('BEGIN')
    const began = performance.now()
    await keep('freeze', range, await freezeRange(context, range))
    const frozen = performance.now()
    const computed = await computeRange(context, range)
    await keep('compute', range, computed)
    whole.merge(RangeAggregate.fromJSON(computed.aggregate))
    await client.query('COMMIT')
    spent.freezeSeconds += (frozen - began) / 1000
    spent.computeSeconds += (performance.now() - frozen) / 1000
  }
})
process.stdout.write(`${JSON.stringify(spent)}\n`)
removeParts(key)
await client.end()
