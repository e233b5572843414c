import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import env from '#start/env'
import { runChecks } from '#checks/index'
import { SYSTEM_ACTOR } from '#models/royalties/period'
import { allocateFiles } from '#services/royalties/allocation/allocate_files'
import { closePeriod } from '#services/royalties/close/close_period'
import {
  createPayee,
  createSubscriber,
  createWork,
  emptyMonths,
  prepareMonths,
  settlePaymentRow,
  useWork,
} from '#tests/support/months'
import { FixedClock } from '#values/clock'

const PERIOD = '2026-10'
const clock = new FixedClock('2026-10-20')

async function smallMonth() {
  const [zoe, ana, sam] = await Promise.all(['Zoé', 'Ana', 'Sam'].map(createPayee))
  const solo = await createWork('Solo', [{ payeeId: zoe, basisPoints: 10000 }])
  const duo = await createWork('Duo', [
    { payeeId: ana, basisPoints: 3333 },
    { payeeId: sam, basisPoints: 6667, accepted: false },
  ])
  const orphan = await createWork('Sans feuille', [])
  for (const digit of '0123456789abcdef') {
    const subscriber = await createSubscriber(clock, digit)
    await settlePaymentRow(subscriber, PERIOD)
    if (digit === '3') continue
    await useWork(subscriber, solo, PERIOD, { download: 1 })
    await useWork(subscriber, duo, PERIOD, { download: 1, listening: 7 })
    if (digit > '9') await useWork(subscriber, orphan, PERIOD, { listening: 3 })
  }
  return { zoe, ana, sam, solo, duo, orphan }
}

test.group('Royalties | close of a month', (group) => {
  group.each.setup(async () => {
    rmSync(join(env.get('PEERFY_STORAGE'), 'periods'), { recursive: true, force: true })
    await emptyMonths()
    clock.moveTo('2026-10-20')
    await prepareMonths(clock, PERIOD)
  })

  test('P12, P13: the close and the files give the same bytes, and nothing is lost', async ({
    assert,
  }) => {
    await smallMonth()
    clock.moveTo('2026-11-02')
    const started = performance.now()
    const summary = await closePeriod({ period: PERIOD, actor: SYSTEM_ACTOR, clock })
    assert.isBelow(performance.now() - started, 2_000)

    const directory = join(env.get('PEERFY_STORAGE'), `periods/${PERIOD}/r1`)
    const output = mkdtempSync(join(tmpdir(), 'peerfy-allocate-'))
    await allocateFiles({ input: join(directory, 'input'), output })
    const files = readdirSync(output).sort()
    assert.lengthOf(files, 6)
    for (const file of files) {
      const byFiles = readFileSync(join(output, file))
      const byClose = readFileSync(join(directory, 'output', file))
      assert.isTrue(byFiles.equals(byClose), file)
    }
    rmSync(output, { recursive: true })

    assert.equal(summary.gross_cents, '12800')
    const figure = (name: string) => BigInt(summary[name])
    assert.isAbove(Number(summary.suspense_micro), 0)
    assert.equal(
      figure('gross_cents'),
      figure('vat_cents') + figure('payment_fees_cents') + figure('net_cents')
    )
    for (const result of await runChecks({ period: PERIOD })) {
      if (/^(royalties|ledger)\./.test(result.name)) assert.isNull(result.failure, result.name)
    }
    const period = await db.from('periods').where('period', PERIOD).first()
    assert.equal(period.state, 'computed')
  })
})
