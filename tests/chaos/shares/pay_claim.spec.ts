import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import ExitClaim from '#models/shares/exit_claim'
import { announceExit } from '#services/membership/exits/announce_exit'
import { allowEarlyPayment } from '#services/shares/claims/allow_early_payment'
import { makeExitsEffective } from '#services/shares/exits/make_exits_effective'
import { withClock } from '#tests/support/desk'
import { givenHolder, must, OFFICE, wrongWithTheRegister } from '#tests/support/shares'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { FixedClock } from '#values/clock'

const WORKER = fileURLToPath(new URL('../../support/claim_worker.ts', import.meta.url))
const PATIENCE_MS = 60_000
const AT = '2026-06-11T12:00'
const clock = new FixedClock('2026-03-10T10:00')
const act = { actor: OFFICE, clock }

async function startWorker(): Promise<ChildProcess> {
  const worker = fork(WORKER, {
    execArgv: ['--import=@poppinss/ts-exec'],
    env: { ...process.env, NODE_ENV: 'test' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await heard(worker, (word) => word === 'listening')
  return worker
}

/** The next such word that a worker says; the framework says `ready` of its own. */
async function heard(worker: ChildProcess, isIt: (word: string) => boolean): Promise<string> {
  for (;;) {
    const [said] = await once(worker, 'message', { signal: AbortSignal.timeout(PATIENCE_MS) })
    if (typeof said === 'string' && isIt(said)) return said
  }
}

async function repay(worker: ChildProcess, claimId: string): Promise<void> {
  worker.send({ claimId, at: AT })
  const answer = await heard(worker, (word) => word !== 'ready')
  if (answer !== 'paid') throw new Error(`not paid: ${answer}`)
}

async function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return
  worker.kill('SIGKILL')
  await once(worker, 'exit', { signal: AbortSignal.timeout(PATIENCE_MS) })
}

/** A claim that may be paid, and everything that its payment touches. */
async function givenClaim() {
  clock.moveTo('2026-03-10T10:00')
  const member = await givenHolder(clock, 10)
  await givenHolder(clock, 90)
  await announceExit({ memberId: member.id, kind: 'withdrawal', ...act })
  clock.moveTo(AT)
  await makeExitsEffective(act)
  const claim = await ExitClaim.findByOrFail('memberId', member.id)
  must(await allowEarlyPayment({ claimId: claim.id, decisionReference: 'CA', ...act }))
  return claim
}

async function traces(claimId: string) {
  const { rows } = await db.rawQuery(
    `SELECT (SELECT state FROM exit_claims WHERE id = :claimId) AS claim,
            (SELECT count(*)::int FROM share_movements WHERE claim_id = :claimId AND type = 'cancel') AS movements,
            (SELECT count(*)::int FROM journal_entries WHERE piece_reference LIKE 'BQ-parts-' || :claimId || '%') AS transfers,
            (SELECT count(*)::int FROM audit_events WHERE subject_id = :claimId AND action = 'shares.pay_claim') AS acts,
            (SELECT subscribed_cents::int FROM capital_totals) AS capital`,
    { claimId }
  )
  return rows[0]
}
const NOTHING = { claim: 'queued', movements: 0, transfers: 0, acts: 0, capital: 200_000 }
const ALL = { claim: 'paid', movements: 1, transfers: 1, acts: 1, capital: 180_000 }

/** Until another session waits for the lock that this test holds. */
async function untilItWaits(): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  while (performance.now() < until) {
    const { rows } = await db.rawQuery('SELECT 1 FROM pg_locks WHERE NOT granted')
    if (rows.length > 0) return
    await wait(10)
  }
  throw new Error('nobody came to the lock')
}

/** Until the killed session is gone, with what it held. */
async function untilItIsGone(claimId: string): Promise<void> {
  await db.transaction((trx) =>
    trx.rawQuery('SELECT 1 FROM exit_claims WHERE id = ? FOR UPDATE', [claimId])
  )
}

test.group('Shares | a repayment killed with SIGKILL', (group) => {
  withClock(group, clock)
  let workers: ChildProcess[] = []
  const worker = async () => {
    const started = await startWorker()
    workers.push(started)
    return started
  }
  group.each.setup(async () => {
    workers = []
    await emptyCooperative()
    await adoptTestStatutes()
    return async () => {
      await Promise.all(workers.map(kill))
      await emptyCooperative()
    }
  })

  for (const [place, journal] of [
    ['before its movement is entered', 'OD'],
    ['between the movement and the entry of the bank', 'BQ'],
  ]) {
    test(`${place}: nothing is there, and the next one pays once`, async ({ assert }) => {
      const claim = await givenClaim()
      const doomed = await worker()
      await db.transaction(async (trx) => {
        await trx.rawQuery('SELECT pg_advisory_xact_lock(hashtext(?))', [`ledger|${journal}`])
        doomed.send({ claimId: claim.id, at: AT })
        await untilItWaits()
        await kill(doomed)
      })
      await untilItIsGone(claim.id)
      assert.deepEqual(await traces(claim.id), NOTHING)
      const next = await worker()
      await repay(next, claim.id)
      assert.deepEqual(await traces(claim.id), ALL)
      assert.deepEqual(await wrongWithTheRegister(), [])
    })
  }

  test('at any moment: all of it or nothing, and paying again ends with it paid once', async ({
    assert,
  }) => {
    const claim = await givenClaim()
    for (const delayMs of [0, 4, 8, 12, 16, 20, 30, 40, 60]) {
      const doomed = await worker()
      doomed.send({ claimId: claim.id, at: AT })
      await wait(delayMs)
      await kill(doomed)
      await untilItIsGone(claim.id)
      const found = await traces(claim.id)
      assert.deepEqual(found, found.claim === 'paid' ? ALL : NOTHING, `after ${delayMs} ms`)
    }
    const last = await worker()
    await repay(last, claim.id)
    assert.deepEqual(await traces(claim.id), ALL)
    assert.deepEqual(await wrongWithTheRegister(), [])
  })
})
