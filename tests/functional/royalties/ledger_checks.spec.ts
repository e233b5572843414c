import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { runChecks } from '#checks/index'
import { postEntry, type EntryLine } from '#services/ledger/post_entry'
import { markApproved, markPublished } from '#services/royalties/advance_period'
import { exportPayouts } from '#services/royalties/payouts/export_payouts'
import { recordTransfers } from '#services/royalties/payouts/record_transfers'
import { reversePayment } from '#services/subscriptions/reverse_payment'
import {
  closeMonth,
  createPerson,
  emptyMonths,
  prepareMonths,
  settlePaymentRow,
  useWork,
} from '#tests/support/months'
import { smallMonth } from '#tests/support/small_month'
import { FixedClock } from '#values/clock'

const PERIOD = '2026-10'
const NEXT = '2026-11'
const clock = new FixedClock('2026-10-20')

async function failing(): Promise<string[]> {
  const results = await runChecks({ period: null }, { only: /^(royalties|ledger|subscriptions)\./ })
  return results.filter(({ failure }) => failure).map(({ name }) => name)
}

/** Two closed months with a share in suspense, carried amounts, a reversal and paid transfers. */
async function twoMonths() {
  const month = await smallMonth(PERIOD)
  const early = await settlePaymentRow(month.subscribers['4'], PERIOD)
  await reverse(early)
  const carried = await settlePaymentRow(month.subscribers['3'], PERIOD)
  const late = await settlePaymentRow(month.subscribers['5'], PERIOD)
  await closeMonth(clock, PERIOD)
  await pay(PERIOD)
  await reverse(carried)
  await reverse(late)
  await settlePaymentRow(month.subscribers['1'], NEXT)
  await useWork(month.subscribers['1'], month.duo, NEXT, { listening: 3 })
  await closeMonth(clock, NEXT)
  return month
}

async function reverse(paymentId: string) {
  const actor = { label: 'test' }
  const result = await reversePayment({ payment: { paymentId }, reason: 'MD06', actor, clock })
  if (!result.ok) throw new Error(result.error)
}

async function pay(period: string) {
  await db.transaction(async (trx) => {
    await markApproved(trx, { period, clock })
    await markPublished(trx, { period, clock })
  })
  await exportPayouts({ period, actor: await createPerson('Léa'), clock })
  await recordTransfers({ period, actor: await createPerson('Max'), clock })
}

/** What an intruder with the database could write: an entry that balances. */
async function forge(pieceReference: string, lines: EntryLine[]) {
  const entry = { pieceReference, lines, label: 'Essai', date: '2026-11-30', postedBy: 'intruder' }
  await db.transaction((trx) =>
    postEntry({ ...entry, journal: pieceReference.slice(0, 2) as 'OD', postedAt: clock.now() }, trx)
  )
}

/** Moves cents on both sides of a piece, so that it still balances. */
async function moveCents(piece: string, debit: string, credit: string) {
  const change = (account: string, side: string) =>
    `UPDATE journal_lines SET ${side} = ${side} + 100 WHERE account_code = '${account}' AND ${side} > 0
        AND entry_id = (SELECT id FROM journal_entries WHERE piece_reference = '${piece}')`
  await db.rawQuery('ALTER TABLE journal_lines DISABLE TRIGGER USER')
  await db.rawQuery(change(debit, 'debit_cents'))
  await db.rawQuery(change(credit, 'credit_cents'))
  await db.rawQuery('ALTER TABLE journal_lines ENABLE TRIGGER USER')
}

test.group('Royalties | P12: the ledger is held to payments, months and balances', (group) => {
  group.each.setup(async () => {
    await emptyMonths()
    clock.moveTo('2026-10-20')
    await prepareMonths(clock, PERIOD)
  })

  test('two months with suspense, carried amounts, reversals and transfers hold to the cent', async ({
    assert,
  }) => {
    await twoMonths()
    assert.deepEqual(await failing(), [])
  })

  test('P15: an amount carried in that was taken back whole leaves nothing on account 4673', async ({
    assert,
  }) => {
    const { subscribers } = await smallMonth(PERIOD)
    await closeMonth(clock, PERIOD)
    const { id } = await db.from('payments').where('subscriber_id', subscribers['3']).firstOrFail()
    await reverse(id)
    const summary = await closeMonth(clock, NEXT)
    assert.equal(summary.carried_in_micro, '0')
    const { rows } = await db.rawQuery(
      `SELECT sum(credit_cents - debit_cents) AS held FROM journal_lines WHERE account_code = '4673'`
    )
    assert.equal(rows[0].held, '0')
    assert.deepEqual(await failing(), [])
  })

  test('a wrong entry that balances is found, whatever it says', async ({ assert }) => {
    await twoMonths()
    const due = [
      { account: '4671', creditCents: 900n },
      { account: '651', debitCents: 900n },
    ] as const
    await forge('OD-faux', [...due])
    assert.sameMembers(await failing(), [
      'royalties.ledger_owes_balances',
      'royalties.ledger_only_known',
    ])
  })

  test('an entry under a month’s name that no month wrote is found', async ({ assert }) => {
    await twoMonths()
    await forge('RD-2026-09-r1', [
      { account: '658', debitCents: 1n },
      { account: '4686', creditCents: 1n },
    ])
    assert.deepEqual(await failing(), ['royalties.ledger_net'])
  })

  test('a month’s entry that was changed and still balances is found', async ({ assert }) => {
    await twoMonths()
    await moveCents(`RD-${PERIOD}-r1`, '658', '4686')
    assert.deepEqual(await failing(), ['royalties.ledger_net'])
  })

  test('a payment’s entry that was changed and still balances is found', async ({ assert }) => {
    const { subscribers } = await twoMonths()
    const { id } = await db.from('payments').where('subscriber_id', subscribers['a']).firstOrFail()
    await moveCents(`VE-${id}-settled`, '411', '44571')
    assert.sameMembers(await failing(), ['subscriptions.in_the_ledger', 'royalties.ledger_bank'])
  })

  test('a transfer in the ledger that nobody recorded, or for another sum, is found', async ({
    assert,
  }) => {
    await twoMonths()
    const [payout] = await db.from('payouts').where('state', 'paid')
    await moveCents(`BQ-${payout.id}-payout`, '4671', '512')
    assert.sameMembers(await failing(), [
      'royalties.ledger_transfers',
      'royalties.ledger_owes_balances',
    ])
  })

  test('P20: a statement that is missing, or belongs to nobody, is found', async ({ assert }) => {
    const { subscribers } = await smallMonth(PERIOD)
    await closeMonth(clock, PERIOD)
    assert.deepEqual(await failing(), [])
    const of = (subject: string) =>
      db.from('statements').where({ kind: 'subscriber', subject_id: subject })
    const change = async (work: () => Promise<unknown>) => {
      await db.rawQuery('ALTER TABLE statements DISABLE TRIGGER USER')
      await work()
      await db.rawQuery('ALTER TABLE statements ENABLE TRIGGER USER')
    }
    const [kept] = await of(subscribers['7'])
    await change(() => of(subscribers['7']).delete())
    assert.deepEqual(await failing(), ['royalties.statements_complete'])
    // As many rows as before, of somebody who has no use and paid nothing.
    const stranger = (await db.from('payees').firstOrFail()).id
    await change(() => db.table('statements').insert({ ...kept, subject_id: stranger }))
    assert.deepEqual(await failing(), ['royalties.statements_complete'])
  })
})
