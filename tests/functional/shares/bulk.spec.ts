import { test } from '@japa/runner'
import ace from '@adonisjs/core/services/ace'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { seedBulk } from '#services/shares/bulk/seed_bulk'
import { registerAsCsv } from '#services/shares/exports/register_csv'
import { registerAt } from '#services/shares/queries/register_at'
import { givenHolder, withCooperative } from '#tests/support/shares'
import { FixedClock } from '#values/clock'

const clock = new FixedClock('2026-03-10T10:00:00')

test.group('Shares | made-up members by the thousand', (group) => {
  withCooperative(group, { clock, at: '2026-03-10T10:00:00' })

  test('C11 they pass every trigger and every check, after what was there', async ({ assert }) => {
    clock.moveTo('2024-01-10T10:00:00')
    await givenHolder(clock, 2)
    clock.moveTo('2026-03-10T10:00:00')
    await seedBulk({ members: 40, movements: 130 }, clock, () => {})
    const [totals] = await db.from('capital_totals')
    assert.equal(Number(totals.last_number), 131)
    const lines = await registerAt('2026-03-10')
    assert.lengthOf(lines, 41)
    const pieces: string[] = []
    for await (const piece of registerAsCsv('2026-03-10')) pieces.push(piece)
    const csv = pieces.join('').trim().split('\r\n')
    assert.deepEqual(
      csv.slice(1).map((line) => Number(line.split(',')[0])),
      lines.map(({ number }) => number)
    )
  })

  test('never in production, and not with numbers that make no sense', async ({ assert }) => {
    ace.ui.switchMode('raw')
    const environment = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(app), 'inProduction')!
    try {
      const odd = await ace.exec('shares:seed-bulk', ['--members=5', '--movements=2'])
      odd.assertFailed()
      Object.defineProperty(app, 'inProduction', { value: true, configurable: true })
      const refused = await ace.exec('shares:seed-bulk', ['--members=1', '--movements=1'])
      refused.assertFailed()
      assert.equal(Number((await db.from('capital_totals'))[0].last_number), 0)
    } finally {
      Object.defineProperty(app, 'inProduction', { ...environment, configurable: true })
      ace.ui.switchMode('normal')
    }
  })
})
