import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { SYSTEM_ACTOR } from '#models/royalties/period'
import { enqueueClose } from '#services/royalties/close/enqueue_close'
import { openPeriod } from '#services/royalties/open_period'
import { adoptPolicy } from '#services/royalties/policies/adopt_policy'
import { emptyQueue, jobsOnQueue, QUEUES, withCloseQueue } from '#tests/support/close_queue'
import { closeMonth, DEFAULT_POLICY, emptyMonths, prepareMonths } from '#tests/support/months'
import { FixedClock } from '#values/clock'

const clock = new FixedClock('2026-10-20')
const close = (period: string) => enqueueClose({ period, actor: SYSTEM_ACTOR, clock })

for (const home of QUEUES) {
  test.group(`Royalties | a close that is refused changes nothing, queue on ${home}`, (group) => {
    withCloseQueue(group, { home, clock, workers: 0 })
    group.each.setup(async () => {
      await emptyMonths()
      clock.moveTo('2026-10-20')
      await prepareMonths(clock, '2026-10')
    })
    group.each.teardown(async () => {
      const [row] = await db.from('period_steps').count('* as total')
      if (Number(row.total) > 5) throw new Error('a refused close left a checklist')
      const begun = await db.from('periods').where('state', 'closing')
      const left = await jobsOnQueue()
      await emptyQueue()
      if (left !== begun.length) throw new Error(`${left} jobs, ${begun.length} closes begun`)
    })

    test('a text that is not a month', async ({ assert }) => {
      await assert.rejects(
        () => close('2026-13'),
        '"2026-13" is not a month: write it as YYYY-MM, for example 2026-10'
      )
    })

    test('a month that was never opened', async ({ assert }) => {
      await assert.rejects(() => close('2025-12'), /2025-12 has never been opened/)
    })

    test('a month that is not over, to the last second in Paris', async ({ assert }) => {
      clock.moveTo('2026-10-31T23:59:59')
      await assert.rejects(() => close('2026-10'), /2026-10 is not over/)
      const period = await db.from('periods').where('period', '2026-10').first()
      assert.equal(period.state, 'open')
      clock.moveTo('2026-11-01T00:00:00')
      assert.deepEqual(await close('2026-10'), { period: '2026-10', revision: 1 })
    })

    test('a month without a policy', async ({ assert }) => {
      await db.transaction((trx) => openPeriod({ period: '2025-12', clock }, trx))
      await assert.rejects(() => close('2025-12'), /No allocation policy is in force for 2025-12/)
    })

    test('a month before which another is still open', async ({ assert }) => {
      await db.transaction((trx) => openPeriod({ period: '2026-09', clock }, trx))
      clock.moveTo('2026-11-02')
      await assert.rejects(() => close('2026-10'), /2026-09 is not closed yet/)
    })

    test('a policy for a month that is closed, or whose shares do not sum', async ({ assert }) => {
      await closeMonth(clock, '2026-10')
      const adopt = (draft: object) =>
        db.transaction((trx) => adoptPolicy({ draft: { ...DEFAULT_POLICY, ...draft }, clock }, trx))
      await assert.rejects(() => adopt({ effectivePeriod: '2026-10' }), /2026-10 is closed/)
      await assert.rejects(
        () => adopt({ effectivePeriod: '2026-11', artistsBp: 7001 }),
        /10001 basis points/
      )
      const policy = await adopt({ effectivePeriod: '2026-11', artistsBp: 8000, operationsBp: 500 })
      assert.equal(policy.version, 2)
    })
  })
}
