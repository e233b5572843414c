import { test } from '@japa/runner'
import ace from '@adonisjs/core/services/ace'
import db from '@adonisjs/lucid/services/db'
import { jobsOnQueue, QUEUES, withCloseQueue } from '#tests/support/close_queue'
import { createPerson, emptyMonths, prepareMonths } from '#tests/support/months'
import { smallMonth } from '#tests/support/small_month'
import { FixedClock } from '#values/clock'

const PERIOD = '2026-10'
const clock = new FixedClock('2026-10-20')

async function close(...args: string[]) {
  ace.ui.switchMode('raw')
  const command = await ace.exec('royalties:close', args)
  const lines = command.ui.logger.getLogs().map((log) => log.message)
  command.ui.logger.flushLogs()
  return { exitCode: command.exitCode, lines, last: lines.at(-1)! }
}

for (const home of QUEUES) {
  test.group(`Royalties | royalties:close, queue on ${home}`, (group) => {
    withCloseQueue(group, { home, clock, workers: 0 })
    group.each.setup(async () => {
      await emptyMonths()
      clock.moveTo('2026-10-20')
      await prepareMonths(clock, PERIOD)
      return () => ace.ui.switchMode('normal')
    })

    test('does the work itself when no worker answers; the last line is the summary', async ({
      assert,
    }) => {
      await smallMonth(PERIOD)
      clock.moveTo('2026-11-02')
      const person = await createPerson('Léa')
      const { exitCode, lines, last } = await close(PERIOD, '--as', person.email)
      assert.notEqual(exitCode, 1)
      assert.equal(JSON.parse(last).gross_cents, '12800')
      assert.equal(JSON.parse(last).period, PERIOD)
      assert.isTrue(lines.some((line) => line.includes('seal done 1/1')))
      const period = await db.from('periods').where('period', PERIOD).first()
      assert.equal(period.state, 'computed')
      assert.equal(period.computed_by_account_id, person.id)

      const again = await close(PERIOD)
      assert.equal(again.exitCode, 1)
      assert.include(again.last, '2026-10 is closed already')
    })

    test('says in one sentence why it cannot, and exits with 1', async ({ assert }) => {
      const early = await close(PERIOD)
      assert.equal(early.exitCode, 1)
      assert.include(early.last, '2026-10 is not over')
      const nonsense = await close('octobre')
      assert.equal(nonsense.exitCode, 1)
      assert.include(nonsense.last, 'is not a month')
      const nobody = await close(PERIOD, '--as', 'personne@example.org')
      assert.equal(nobody.exitCode, 1)
      assert.include(nobody.last, 'No account has the e-mail')
      const period = await db.from('periods').where('period', PERIOD).first()
      assert.equal(period.state, 'open')
      assert.equal(await jobsOnQueue(), 0)
    })
  })
}
