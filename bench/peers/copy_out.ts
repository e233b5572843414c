import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { BENCH_MONTH } from '../close_month.js'
import { measured } from '../support/measured.js'

/**
 * The peer of the `close` benchmark: the month's rows of use out of PostgreSQL into Node, and
 * thrown away. What no close in Node can do without.
 */
const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
await client.connect()
await measured(async () => {
  const rows = client.query(
    copyTo(
      `COPY (SELECT subscriber_id, work_id, kind, units FROM usage_units
              WHERE period = '${BENCH_MONTH}') TO STDOUT`
    )
  )
  let bytes = 0
  for await (const chunk of rows) bytes += chunk.length
  if (bytes === 0) throw new Error('the month is empty')
})
await client.end()
