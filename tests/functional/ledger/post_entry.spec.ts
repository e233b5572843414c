import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { postEntry, type EntryDraft } from '#services/ledger/post_entry'
import { postPaymentReversed, postPaymentSettled } from '#services/ledger/post_payment'
import { listAccountLines } from '#services/ledger/queries/list_account_lines'
import { trialBalance } from '#services/ledger/queries/trial_balance'
import { emptyMonths } from '#tests/support/months'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'

const clock = new FixedClock('2026-10-20')

function draft(pieceReference: string, cents = 100n): EntryDraft {
  return {
    journal: 'OD',
    date: '2026-10-20',
    pieceReference,
    label: 'Essai',
    lines: [
      { account: '651', debitCents: cents },
      { account: '4671', creditCents: cents },
    ],
    postedBy: 'test',
    postedAt: clock.now(),
  }
}

const post = (entry: EntryDraft) => db.transaction((trx) => postEntry(entry, trx))

test.group('Ledger | entries', (group) => {
  group.each.setup(() => emptyMonths())

  test('are posted once per piece, whoever asks at the same time', async ({ assert }) => {
    const posted = await Promise.all([1, 2, 3, 4].map(() => post(draft('A-1'))))
    assert.equal(posted.filter((entry) => entry!.created).length, 1)
    assert.deepEqual(new Set(posted.map((entry) => entry!.number)), new Set([1]))
  })

  test('are numbered without a gap, also when one fails', async ({ assert }) => {
    await post(draft('A-1'))
    await assert.rejects(() =>
      db.transaction(async (trx) => {
        await postEntry(draft('A-2'), trx)
        throw new Error('the caller fails')
      })
    )
    await Promise.all(['A-3', 'A-4', 'A-5'].map((reference) => post(draft(reference))))
    const numbers = await db.from('journal_entries').orderBy('number').select('number')
    assert.deepEqual(
      numbers.map((row) => row.number),
      [1, 2, 3, 4]
    )
  })

  test('balance, or are refused by the service and by the database', async ({ assert }) => {
    const entry = draft('A-1')
    const uneven = [entry.lines[0], { ...entry.lines[1], creditCents: 99n }]
    await assert.rejects(() => post({ ...entry, lines: uneven }), /not balanced/)
    await post(entry)
    const { id } = await db.from('journal_entries').first()
    const line = {
      id: newId(),
      entry_id: id,
      position: 9,
      account_code: '512',
      label: 'x',
      debit_cents: 5,
    }
    await assert.rejects(() => db.table('journal_lines').insert(line), /not balanced/)
    await assert.rejects(() => db.from('journal_lines').update({ debit_cents: 1 }), /never changed/)
    await assert.rejects(() => db.from('journal_entries').delete(), /never changed/)
  })

  test('never change the amounts of a piece that was posted', async ({ assert }) => {
    await post(draft('A-1'))
    await assert.rejects(() => post(draft('A-1', 101n)), /posted already, with other amounts/)
  })

  test('of a payment bring sale, VAT, fee and bank; its reversal leaves the fee', async ({
    assert,
  }) => {
    const payment = {
      paymentId: newId(),
      subscriberId: newId(),
      grossCents: 800n,
      vatCents: 133n,
      paymentFeeCents: 25n,
    }
    const fact = { at: clock.now(), postedAt: clock.now(), postedBy: 'test' }
    const settle = () => db.transaction((trx) => postPaymentSettled(payment, fact, trx))
    await settle()
    await settle()
    assert.deepEqual(await balances(), { 411: 0n, 44571: -133n, 512: 775n, 627: 25n, 706: -667n })
    await db.transaction((trx) => postPaymentReversed(payment, fact, trx))
    assert.deepEqual(await balances(), { 411: 0n, 44571: 0n, 512: -25n, 627: 25n, 706: 0n })
    const bank = await listAccountLines({ code: '512' })
    assert.equal(bank.total, 2)
  })
})

async function balances() {
  const lines = await trialBalance()
  return Object.fromEntries(lines.map((line) => [line.code, line.balanceCents]))
}
