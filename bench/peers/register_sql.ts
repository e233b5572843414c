import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { bootedApp } from '../register_app.js'
import { measured } from '../support/measured.js'

/**
 * The peer of the `register` benchmark: the same replay by COPY, discarded; and the shortest SELECT
 * that fills a page of members.
 *
 *   register_sql.ts csv DAY | page
 */
const [step, day] = process.argv.slice(2)
const app = await bootedApp()
const { REGISTER_AT_SQL, registerAtBindings } = await import('#services/shares/queries/register_at')
const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
await client.connect()

const quoted = (value: unknown) => (value === null ? 'NULL' : `'${String(value)}'`)

if (step === 'csv') {
  const bindings = registerAtBindings(day) as Record<string, unknown>
  const sql = REGISTER_AT_SQL.replace(/(?<!:):([a-z_]+)/g, (_, name) => quoted(bindings[name]))
  await measured(async () => {
    let bytes = 0
    for await (const chunk of client.query(copyTo(`COPY (${sql}) TO STDOUT (FORMAT csv)`))) {
      bytes += (chunk as Buffer).length
    }
    if (bytes < 1000) throw new Error('the register is empty')
  })
} else {
  const times: number[] = []
  for (let round = 0; round < 60; round++) {
    const started = performance.now()
    await client.query(
      `SELECT m.*, h.* FROM members m JOIN share_holdings h ON h.member_id = m.id
        WHERE m.number > $1 ORDER BY m.number LIMIT 50`,
      [round * 350]
    )
    times.push(performance.now() - started)
  }
  process.stdout.write(`${JSON.stringify({ median: times.sort((a, b) => a - b)[30] })}\n`)
}
await client.end()
await app.terminate()
process.exit(0)
