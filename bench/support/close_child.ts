import 'reflect-metadata'
import { Ignitor } from '@adonisjs/core'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { measured } from './measured.js'
import { BENCH_PERIOD } from './close_scene.js'

/** What a benchmark's child does: the floor, or steps of the close, once, and says what it cost. */
const APP_ROOT = new URL('../../', import.meta.url)
const RANGES = 16
const what = process.argv[2]

/** The floor: all units out of the database into Node, and forgotten. */
async function floor(): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  for (let range = 0; range < RANGES; range++) {
    const partition = `usage_units_${BENCH_PERIOD.replace('-', '_')}_${range.toString(16)}`
    const rows = client.query(
      copyTo(
        `COPY (SELECT subscriber_id, work_id, kind, evidence, units FROM ${partition})
         TO STDOUT WITH (FORMAT binary)`
      )
    )
    for await (const chunk of rows) void chunk
  }
  await client.end()
}

async function boot() {
  const app = new Ignitor(APP_ROOT, {
    importer: (path) => import(path.startsWith('.') ? new URL(path, APP_ROOT).href : path),
  })
    .tap((it) => it.booting(async () => void (await import('#start/env'))))
    .createApp('console')
  await app.init()
  await app.boot()
  await app.start(() => {})
  return app
}

async function step(name: string): Promise<void> {
  const { runRange, runWhole } = await import('#services/royalties/close/run_part')
  const { startClosing } = await import('#services/royalties/close/start_closing')
  const { isRanged, rangesOf, STEPS } = await import('#services/royalties/close/steps')
  const { SystemClock } = await import('#values/clock')
  const { SYSTEM_ACTOR } = await import('#models/royalties/period')
  const clock = new SystemClock()
  const key = await startClosing({ period: BENCH_PERIOD, actor: SYSTEM_ACTOR, clock })
  const one = STEPS.find((known) => known === name)!
  if (isRanged(one)) for (const range of rangesOf(one)) await runRange(key, one, range, clock)
  await runWhole(key, one, clock)
}

if (what === 'floor') {
  await measured(floor)
} else {
  const app = await boot()
  await measured(() => step(what))
  await app.terminate()
}
process.exit(0)
