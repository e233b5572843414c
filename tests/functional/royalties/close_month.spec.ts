import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import env from '#start/env'
import { runChecks } from '#checks/index'
import { allocateFiles } from '#services/royalties/allocation/allocate_files'
import { closeOnQueue, QUEUES, withCloseQueue } from '#tests/support/close_queue'
import { emptyMonths, prepareMonths } from '#tests/support/months'
import { smallMonth } from '#tests/support/small_month'
import { FixedClock } from '#values/clock'

const PERIOD = '2026-10'
const clock = new FixedClock('2026-10-20')
const directory = () => join(env.get('PEERFY_STORAGE'), `periods/${PERIOD}/r1`)

for (const home of QUEUES) {
  test.group(`Royalties | close of a month, queue on ${home}`, (group) => {
    withCloseQueue(group, { home, clock })
    group.each.setup(async () => {
      await emptyMonths()
      clock.moveTo('2026-10-20')
      await prepareMonths(clock, PERIOD)
    })

    test('P13: the close and the files give the same bytes, in under three seconds of work', async ({
      assert,
    }) => {
      await smallMonth(PERIOD)
      const started = process.cpuUsage()
      await closeOnQueue(clock, PERIOD)
      const { user, system } = process.cpuUsage(started)
      assert.isBelow((user + system) / 1000, 3_000)

      const output = mkdtempSync(join(tmpdir(), 'peerfy-allocate-'))
      await allocateFiles({ input: join(directory(), 'input'), output })
      const files = readdirSync(output).sort()
      assert.lengthOf(files, 6)
      for (const file of files) {
        const byFiles = readFileSync(join(output, file))
        assert.isTrue(byFiles.equals(readFileSync(join(directory(), 'output', file))), file)
      }
      rmSync(output, { recursive: true })
    })

    test('P12: every cent of the month is somewhere, in rows, statements and ledger', async ({
      assert,
    }) => {
      await smallMonth(PERIOD)
      const summary = await closeOnQueue(clock, PERIOD)

      assert.equal(summary.gross_cents, '12800')
      const statements = await documents('subscriber')
      const total = (name: string) =>
        statements.reduce((sum, { totals }) => sum + BigInt(totals[name]), 0n).toString()
      for (const name of ['gross_cents', 'net_cents', 'artists_micro', 'operations_micro']) {
        assert.equal(total(name), summary[name], name)
      }
      const payees = await documents('payee')
      const earned = payees.reduce((sum, { totals }) => sum + BigInt(totals.lines_micro), 0n)
      assert.equal(earned.toString(), summary.payee_lines_micro)
      for (const result of await runChecks({ period: PERIOD })) {
        if (/^(royalties|ledger)\./.test(result.name)) assert.isNull(result.failure, result.name)
      }
      const { rows } = await db.rawQuery(`
        SELECT sum(credit_cents) AS due FROM journal_lines WHERE account_code IN ('4671', '4672', '4673')`)
      const post = await db.from('period_steps').where({ period: PERIOD, step: 'post' }).first()
      assert.equal(rows[0].due, post.figures.artists_cents)
    })

    test('P14: closing twice changes nothing, and a month that is closed says so', async ({
      assert,
    }) => {
      await smallMonth(PERIOD)
      await closeOnQueue(clock, PERIOD)
      const before = await fingerprint()
      await assert.rejects(() => closeOnQueue(clock, PERIOD), /2026-10 is closed already/)
      assert.deepEqual(await fingerprint(), before)
    })

    test('P14: two workers asked twice at once leave one period, one revision, no duplicate', async ({
      assert,
    }) => {
      await smallMonth(PERIOD)
      const both = [closeOnQueue(clock, PERIOD), closeOnQueue(clock, PERIOD)]
      const summaries = await Promise.all(both)
      assert.deepEqual(summaries[0], summaries[1])
      const counts = await fingerprint()
      assert.equal(counts.entries, 1)
      assert.equal(counts.statements, 16 + 2)
      assert.equal(counts.ranges, 48)
      assert.deepEqual(counts.revisions, [1])
    })

    test('a month without any payment closes with nothing in it', async ({ assert }) => {
      const summary = await closeOnQueue(clock, PERIOD)
      assert.equal(summary.gross_cents, '0')
      assert.equal(await countOf('journal_entries'), 0)
      assert.equal(await countOf('statements'), 0)
    })

    test('the close stops while the books do not hold, says why, and goes on once they do', async ({
      assert,
    }) => {
      await smallMonth(PERIOD)
      const row = await db.from('usage_totals').first()
      const key = { subscriber_id: row.subscriber_id, work_id: row.work_id }
      await db.from('usage_totals').where(key).update({ download_units: 99 })
      await assert.rejects(() => closeOnQueue(clock, PERIOD), /tracker\.totals/)
      const period = await db.from('periods').where('period', PERIOD).first()
      assert.equal(period.state, 'closing')
      assert.include(period.failure, 'The totals of a month')
      const step = await db.from('period_steps').where({ period: PERIOD, step: 'freeze' }).first()
      assert.equal(step.state, 'failed')

      await db.from('usage_totals').where(key).update({ download_units: row.download_units })
      await closeOnQueue(clock, PERIOD)
      const closed = await db.from('periods').where('period', PERIOD).first()
      assert.equal(closed.state, 'computed')
      assert.isNull(closed.failure)
    })
  })
}

async function documents(kind: string): Promise<{ totals: Record<string, string> }[]> {
  const rows = await db.from('statements').where({ period: PERIOD, kind }).select('document')
  return rows.map((row) => JSON.parse(row.document.toString('utf8')))
}

async function countOf(table: string): Promise<number> {
  const [row] = await db.from(table).count('* as total')
  return Number(row.total)
}

/** What the close posted; the payments have their own entries. */
async function monthEntries(): Promise<number> {
  const [row] = await db.from('journal_entries').where('journal', 'RD').count('* as total')
  return Number(row.total)
}

async function fingerprint() {
  const revisions = await db.from('periods').where('period', PERIOD).select('revision')
  return {
    entries: await monthEntries(),
    statements: await countOf('statements'),
    ranges: await countOf('period_ranges'),
    lines: await countOf('payee_lines'),
    balances: await countOf('payee_balances'),
    payouts: await countOf('payouts'),
    files: await countOf('period_files'),
    revisions: revisions.map((row) => row.revision),
  }
}
