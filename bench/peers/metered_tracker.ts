/**
 * Ours, as the site runs it: the same route, meter and writing to PostgreSQL, on a bare Node
 * server. The duplicate lock is off, so that every announce is metered; the limit per token too.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import config from '#config/tracker'
import type { SqlDatabase } from '#services/tracker/sql_database'
import { TrackerServer } from '#services/tracker/tracker_server'
import { SystemClock } from '#values/clock'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
const database: SqlDatabase = {
  async use(work) {
    const client = await pool.connect()
    try {
      return await work(client)
    } finally {
      client.release()
    }
  },
  transaction(work) {
    return database.use(async (client) => {
      await client.query('BEGIN')
      try {
        const result = await work(client)
        await client.query('COMMIT')
        return result
      } catch (error) {
        await client.query('ROLLBACK')
        throw error
      }
    })
  },
}

const tracker = new TrackerServer({
  database,
  clock: new SystemClock(),
  config: {
    ...config,
    duplicateLockSeconds: 0,
    announcesPerMinutePerToken: Number.MAX_SAFE_INTEGER,
    directoryCacheSeconds: Number(process.env.BENCH_CACHE_SECONDS ?? config.directoryCacheSeconds),
  },
  onError: (error) => console.error(error),
})
const server = createServer()
tracker.attach(server)
server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port }))
process.on('message', (message) => {
  if (message === 'cpu') process.send!({ cpu: process.cpuUsage() })
  else tracker.close().then(() => process.exit(0))
})
