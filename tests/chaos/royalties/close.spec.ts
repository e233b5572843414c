import type { ChildProcess } from 'node:child_process'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { QueueManager } from '#jobs/queue'
import { SYSTEM_ACTOR } from '#models/royalties/period'
import { runChecks } from '#checks/index'
import { enqueueClose } from '#services/royalties/close/enqueue_close'
import { endOf, reach, startWorker, stopWorkers, traces } from '#tests/support/close_chaos'
import { emptyTables } from '#tests/support/empty_tables'
import { closeMonth, emptyMonths, prepareMonths } from '#tests/support/months'
import { shortLivedQueue } from '#tests/support/short_lived_queue'
import { smallMonth } from '#tests/support/small_month'
import { startRedis } from '#tests/support/redis_server'
import { FixedClock, SystemClock } from '#values/clock'

const PERIOD = '2026-10'
const STEPS = ['freeze', 'compute', 'statements', 'post', 'seal']
const RANGED = ['freeze', 'compute', 'statements']
const PLACES = [
  ...RANGED.map((step) => `${step}.range`),
  'freeze.files',
  'compute.files',
  ...STEPS.flatMap((step) => [`${step}.before_commit`, `${step}.after_commit`]),
]

let workers: ChildProcess[] = []
const start = (crashAt: string | null, redisUrl?: string) => {
  const worker = startWorker(crashAt, redisUrl)
  workers.push(worker)
  return worker
}

async function prepare() {
  await emptyMonths()
  await prepareMonths(new FixedClock('2026-10-20'), PERIOD)
  await smallMonth(PERIOD)
}

/** The same month closed without any accident; its ids are kept, so its bytes must come again. */
async function undisturbed() {
  await closeMonth(new FixedClock('2026-11-02'), PERIOD)
  const expected = await traces(PERIOD)
  await reopenForTest()
  return expected
}

/** The payments' entries stay: settling them is not part of the close. */
async function forgetMonthEntries() {
  const ofMonths = `SELECT id FROM journal_entries WHERE journal = 'RD'`
  for (const table of ['journal_lines', 'journal_entries']) {
    await db.rawQuery(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
    const key = table === 'journal_lines' ? 'entry_id' : 'id'
    await db.rawQuery(`DELETE FROM ${table} WHERE ${key} IN (${ofMonths})`)
    await db.rawQuery(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
  }
}

/** Takes a close back, as only a test may. */
async function reopenForTest() {
  await emptyTables(`statement_notices, publications, publication_approvals,
    chain_transactions, chain_transaction_hashes, payouts, statements, carried_amounts,
    payee_balances, payee_lines,
    period_files, period_ranges, period_steps`)
  await forgetMonthEntries()
  await db.rawQuery(`ALTER TABLE periods DISABLE TRIGGER USER`)
  await db.from('periods').where('period', PERIOD).update({
    state: 'open',
    policy_id: null,
    summary: null,
    closing_at: null,
    computed_at: null,
  })
  await db.rawQuery(`ALTER TABLE periods ENABLE TRIGGER USER`)
}

async function useQueue(redisUrl?: string): Promise<QueueManager> {
  process.env.REDIS_URL = redisUrl ?? ''
  const queue = await shortLivedQueue()
  app.container.swap(QueueManager, () => queue)
  await queue.queue.waitUntilReady()
  await queue.queue.obliterate({ force: true })
  return queue
}

async function assertBooksHold() {
  const results = await runChecks({ period: PERIOD })
  const failed = results.filter((r) => r.failure && /^(royalties|ledger)\./.test(r.name))
  if (failed.length > 0) throw new Error(JSON.stringify(failed))
}

const input = () => ({ period: PERIOD, actor: SYSTEM_ACTOR, clock: new SystemClock() })

test.group('Royalties | P14: a close killed with SIGKILL, queue on PostgreSQL', (group) => {
  let queue: QueueManager
  let expected: Awaited<ReturnType<typeof traces>>
  group.setup(async () => {
    await prepare()
    expected = await undisturbed()
    queue = await useQueue()
  })
  group.teardown(async () => {
    await queue.close()
    app.container.restore(QueueManager)
  })
  group.each.setup(async () => {
    await reopenForTest()
    await queue.queue.obliterate({ force: true })
    workers = []
    return () => stopWorkers(workers)
  })

  for (const place of PLACES) {
    test(`at ${place}: another worker goes on, and nothing is there twice`, async ({ assert }) => {
      const doomed = start(place)
      await enqueueClose(input())
      assert.equal(await endOf(doomed), 'SIGKILL')
      start(null)
      await reach(PERIOD, 'computed')
      assert.deepEqual(await traces(PERIOD), expected)
      await assertBooksHold()
    })
  }

  test('at a step while a second worker runs: the second ends the month', async ({ assert }) => {
    const doomed = start('compute.range')
    start(null)
    await enqueueClose(input())
    await enqueueClose(input())
    await reach(PERIOD, 'computed')
    assert.deepEqual(await traces(PERIOD), expected)
    doomed.kill('SIGKILL')
  })

  test('after which the queue was lost: asking again goes on', async ({ assert }) => {
    const doomed = start('statements.range')
    await enqueueClose(input())
    await endOf(doomed)
    await queue.queue.obliterate({ force: true })
    start(null)
    await enqueueClose(input())
    await reach(PERIOD, 'computed')
    assert.deepEqual(await traces(PERIOD), expected)
  })
})

test.group('Royalties | P14: a close killed with SIGKILL, queue on Redis', (group) => {
  let queue: QueueManager
  let redis: Awaited<ReturnType<typeof startRedis>>
  let expected: Awaited<ReturnType<typeof traces>>
  group.setup(async () => {
    redis = await startRedis()
    await prepare()
    expected = await undisturbed()
    queue = await useQueue(redis.url)
  })
  group.teardown(async () => {
    await queue.close()
    app.container.restore(QueueManager)
    await redis.stop()
  })
  group.each.setup(async () => {
    await reopenForTest()
    await queue.queue.obliterate({ force: true })
    workers = []
    return () => stopWorkers(workers)
  })

  for (const place of ['freeze.range', 'compute.before_commit', 'seal.after_commit']) {
    test(`at ${place}: another worker goes on, and nothing is there twice`, async ({ assert }) => {
      const doomed = start(place, redis.url)
      await enqueueClose(input())
      assert.equal(await endOf(doomed), 'SIGKILL')
      start(null, redis.url)
      await reach(PERIOD, 'computed')
      assert.deepEqual(await traces(PERIOD), expected)
    })
  }
})
