import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { grantApplication } from '#database/application_role'
import { rawClient } from '#database/raw_client'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const ROLE = 'peerfy_pages'
const PASSWORD = 'a-word-for-the-test'
const run = promisify(execFile)

/** The cluster's own superuser, whom only its storage knows. */
async function asSuperuser(work: (client: pg.Client) => Promise<unknown>) {
  const storage = dirname(process.env.PEERFY_STORAGE!)
  const secrets = JSON.parse(readFileSync(join(storage, 'secrets.json'), 'utf8'))
  const url = new URL(process.env.DATABASE_URL!)
  Object.assign(url, { username: 'postgres', password: secrets.databaseOwnerPassword })
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  await work(client).finally(() => client.end())
}

function urlOfRole(): string {
  const url = new URL(process.env.DATABASE_URL!)
  return Object.assign(url, { username: ROLE, password: PASSWORD }).href
}

const grant = (role: string, newQueue = false) =>
  db.transaction(async (trx) => grantApplication(await rawClient(trx), role, { newQueue }))

test.group('Operations | a role that owns no table', (group) => {
  let pages: pg.Client
  group.setup(async () => {
    await asSuperuser((client) =>
      client.query(
        `CREATE ROLE ${ROLE} LOGIN PASSWORD '${PASSWORD}'; CREATE ROLE peerfy_all SUPERUSER`
      )
    )
    await grant(ROLE, true)
    await grant(ROLE)
    pages = new pg.Client({ connectionString: urlOfRole() })
    await pages.connect()
    return async () => {
      await pages.end()
      await asSuperuser((client) =>
        client.query(`DROP OWNED BY ${ROLE}; DROP ROLE ${ROLE}; DROP ROLE peerfy_all`)
      )
    }
  })

  test('roles that would pass every guard are refused', async ({ assert }) => {
    const owner = decodeURIComponent(new URL(process.env.DATABASE_URL!).username)
    for (const [role, reason] of [
      ['nobody_here', 'unknown'],
      ['peerfy_all', 'superuser'],
      [owner, 'owner'],
    ]) {
      await assert.rejects(() => grant(role), new RegExp(reason))
    }
  })

  test('a queue that the owner has kept goes only when that is asked for', async ({ assert }) => {
    await db.rawQuery('CREATE SCHEMA IF NOT EXISTS bullmq')
    await assert.rejects(() => grant(ROLE), /queue/)
    await grant(ROLE, true)
    const { rows } = await db.rawQuery(`SELECT 1 FROM pg_namespace WHERE nspname = 'bullmq'`)
    assert.lengthOf(rows, 0)
  })

  test('it can switch no guard off, empty no table and change none', async ({ assert }) => {
    for (const sql of [
      'ALTER TABLE share_movements DISABLE TRIGGER ALL',
      'TRUNCATE share_movements CASCADE',
      'DROP TRIGGER members_hold_shares ON members',
      'DROP TABLE share_holdings CASCADE',
      'CREATE OR REPLACE FUNCTION guard_holder() RETURNS trigger LANGUAGE sql AS $$ SELECT NULL $$',
      'SET session_replication_role = replica',
      `INSERT INTO adonis_schema (name, batch) VALUES ('x', 1)`,
    ]) {
      await assert.rejects(() => pages.query(sql), /permission denied|must be owner/)
    }
  })

  test('it reads and writes rows, cuts the next months and reads a range of one', async ({
    assert,
  }) => {
    await pages.query(
      `SELECT ensure_usage_partitions('2031-05'), ensure_transfer_partition('2031-05')`
    )
    const { rows } = await pages.query('SELECT count(*)::int AS units FROM usage_units_2031_05_a')
    assert.equal(rows[0].units, 0)
    const { rows: cut } = await pages.query(
      `SELECT DISTINCT tableowner FROM pg_tables WHERE tablename ~ '^(usage_units|transfer_deltas)_2031_05'`
    )
    assert.lengthOf(cut, 1)
    assert.notEqual(cut[0].tableowner, ROLE)
    await pages.query('BEGIN; CREATE TEMPORARY TABLE incoming (id int) ON COMMIT DROP; ROLLBACK')
  })

  test('the application runs as it: every invariant is looked at', async ({ assert }) => {
    const args = ['--import=@poppinss/ts-exec', 'bin/console.ts', 'checks:run']
    const env = { ...process.env, DATABASE_URL: urlOfRole() }
    // What other specs left may well break one: that each was read is what counts here.
    const { stdout } = await run(process.execPath, args, { cwd: ROOT, env }).catch((error) => error)
    assert.match(stdout, /\d{2,} hold, \d+ failed/)
    assert.notMatch(stdout, /permission denied|must be owner/)
  })
})
