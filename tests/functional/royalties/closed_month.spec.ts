import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { closeOnQueue, QUEUES, withCloseQueue } from '#tests/support/close_queue'
import { emptyMonths, prepareMonths } from '#tests/support/months'
import { smallMonth } from '#tests/support/small_month'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'

const PERIOD = '2026-10'
const clock = new FixedClock('2026-10-20')

for (const home of QUEUES) {
  test.group(`Royalties | P15: a month closed on ${home} never changes`, (group) => {
    withCloseQueue(group, { home, clock })
    let payee: string
    group.setup(async () => {
      await emptyMonths()
      await prepareMonths(clock, PERIOD)
      const { zoe } = await smallMonth(PERIOD)
      payee = zoe
      await closeOnQueue(clock, PERIOD)
    })

    for (const table of [
      'payee_lines',
      'payee_balances',
      'carried_amounts',
      'period_files',
      'policies',
    ]) {
      test(`no row of ${table} is changed or deleted`, async ({ assert }) => {
        const [row] = await db.from(table).count('* as total')
        assert.isAbove(Number(row.total), 0)
        await assert.rejects(() => db.from(table).delete(), /never changed or deleted/)
        await assert.rejects(
          () => db.rawQuery(`UPDATE ${table} SET ${column(table)} = ${column(table)}`),
          /never changed/
        )
      })
    }

    test('its figures, its policy and its state stay', async ({ assert }) => {
      const change = (values: object) => db.from('periods').where('period', PERIOD).update(values)
      await assert.rejects(() => change({ summary: '{}' }), /figures never change/)
      await assert.rejects(() => change({ policy_id: null }), /figures never change/)
      await assert.rejects(() => change({ state: 'open' }), /cannot go from computed to open/)
      await assert.rejects(
        () => change({ state: 'published' }),
        /cannot go from computed to published/
      )
      await assert.rejects(
        () => db.from('periods').where('period', PERIOD).delete(),
        /never deleted/
      )
    })

    test('nothing joins it: no adjustment, no balance', async ({ assert }) => {
      const at = clock.now().toISO()
      await assert.rejects(
        () =>
          db.table('adjustments').insert({
            id: newId(),
            period: PERIOD,
            payee_id: payee,
            amount_micro: 1,
            corrects: 'x',
            reason: 'x',
            actor_label: 'x',
            created_at: at,
          }),
        /takes no more rows/
      )
      await assert.rejects(
        () =>
          db.table('payee_balances').insert({
            period: PERIOD,
            revision: 2,
            payee_id: payee,
            opening_micro: 0,
            lines_micro: 0,
            adjustments_micro: 0,
            payout_cents: 0,
            closing_micro: 0,
          }),
        /takes no more rows/
      )
    })
  })
}

function column(table: string): string {
  return table === 'policies' ? 'version' : 'period'
}
