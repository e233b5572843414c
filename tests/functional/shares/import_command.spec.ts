import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import ace from '@adonisjs/core/services/ace'
import db from '@adonisjs/lucid/services/db'
import { sampleCsv } from '#services/shares/import/sample_file'
import { withCooperative } from '#tests/support/shares'
import { FixedClock } from '#values/clock'

const clock = new FixedClock('2026-03-10T10:00:00')

async function run(content: string | null, ...args: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'peerfy-import-'))
  const file = join(folder, 'registre.csv')
  if (content !== null) await writeFile(file, content)
  ace.ui.switchMode('raw')
  try {
    const command = await ace.exec('shares:import', [file, ...args])
    const lines = command.ui.logger.getLogs().map((log) => log.message)
    command.ui.logger.flushLogs()
    return { exitCode: command.exitCode, text: lines.join('\n') }
  } finally {
    ace.ui.switchMode('normal')
    await rm(folder, { recursive: true })
  }
}

const movements = async () => Number((await db.from('capital_totals'))[0].last_number)

test.group('Shares | shares:import', (group) => {
  withCooperative(group, { clock, at: '2026-03-10T10:00:00' })

  test('checks first, takes over when asked, and not twice', async ({ assert }) => {
    const checked = await run(sampleCsv('en'))
    assert.include(checked.text, '4 lines, 2 members, 40 shares, 800.00 EUR subscribed, 0 errors')
    assert.equal(await movements(), 0)
    const taken = await run(sampleCsv('en'), '--apply')
    assert.include(taken.text, '4 lines are in the register')
    assert.equal(await movements(), 4)
    const twice = await run(sampleCsv('en'), '--apply')
    assert.equal(twice.exitCode, 1)
    assert.include(twice.text, 'taken over already')
    assert.equal(await movements(), 4)
  })

  test('names every error with its line, and a file or account that is not there', async ({
    assert,
  }) => {
    const broken = sampleCsv('fr').replace('12/03/2024', '31/02/2024')
    const refused = await run(broken, '--apply', '--locale=fr')
    assert.equal(refused.exitCode, 1)
    assert.match(refused.text, /line 2, date: .*31\/02\/2024/)
    assert.equal((await run(null)).exitCode, 1)
    assert.equal((await run(sampleCsv('fr'), '--as=personne@exemple.fr')).exitCode, 1)
    assert.equal(await movements(), 0)
  })
})
