import db from '@adonisjs/lucid/services/db'
import testUtils from '@adonisjs/core/services/test_utils'
import { test } from '@japa/runner'
import fc from 'fast-check'
import { acceptSplitShare } from '#services/licensing/accept_split_share'
import { sharesInForce, splitSheetInForce } from '#services/licensing/queries/split_sheet_in_force'
import {
  givenAccount,
  givenRightsHolder,
  givenWork,
  must,
  refusal,
  split,
} from '#tests/functional/catalogue/scene'
import { FixedClock } from '#values/clock'

const line = (payeeId: string, basisPoints: number) => ({
  payeeId,
  role: 'performer' as const,
  basisPoints,
})

test.group('split sheets', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('P17: a sheet that does not sum to 10 000 basis points is refused', async ({ assert }) => {
    const clock = new FixedClock('2031-03-10')
    const { work, payee } = await givenWork(clock)
    const other = await givenRightsHolder(clock)
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -1, max: 10_001 }),
        fc.integer({ min: -1, max: 10_001 }),
        async (one, two) => {
          fc.pre(one + two !== 10_000)
          const lines = [line(payee.id, one), line(other.payee.id, two)]
          assert.include(['not_10000', 'not_a_share'], refusal(await split(work, lines, clock)))
        }
      ),
      { numRuns: 50 }
    )
  })

  test('P17: empty sheets, repeated and unknown payees are refused', async ({ assert }) => {
    const clock = new FixedClock('2031-03-10')
    const { work, payee } = await givenWork(clock)
    const twice = [line(payee.id, 5_000), line(payee.id, 5_000)]
    const unknown = [line('00000000-0000-4000-8000-000000000000', 10_000)]
    assert.equal(refusal(await split(work, [], clock)), 'empty')
    assert.equal(refusal(await split(work, twice, clock)), 'payee_twice')
    assert.equal(refusal(await split(work, unknown, clock)), 'unknown_payee')
    assert.equal(refusal(await split(work, [line(payee.id, 10_000)], clock, 'soon')), 'not_a_date')
  })

  test('P15: a sheet cannot reach back into a month that is over', async ({ assert }) => {
    const clock = new FixedClock('2031-03-10')
    const { work, payee } = await givenWork(clock)
    const whole = [line(payee.id, 10_000)]
    assert.equal(refusal(await split(work, whole, clock, '2031-02-28')), 'month_begun_earlier')
    const sheet = must(await split(work, whole, clock, '2031-03-01'))
    assert.equal(sheet.version, 1)
  })

  test('P17: an unaccepted share is in suspense until its own payee accepts it', async ({
    assert,
  }) => {
    const clock = new FixedClock('2031-03-10')
    const [ines, yann] = [await givenAccount('Inès'), await givenAccount('Yann')]
    const { work } = await givenWork(clock)
    const { payee: first } = await givenRightsHolder(clock, 'Inès', ines.id)
    const { payee: second } = await givenRightsHolder(clock, 'Yann', yann.id)
    const sheet = must(await split(work, [line(first.id, 7_500), line(second.id, 2_500)], clock))
    const inForce = await splitSheetInForce(work.id, '2031-03-31')
    const splitLineId = inForce!.lines.find((one) => one.payeeId === first.id)!.id
    const suspended = [{ payeeId: null, basisPoints: 10_000 }]
    assert.deepEqual(await sharesInForce(work.id, '2031-03-31'), suspended)

    assert.equal(
      refusal(await acceptSplitShare({ splitLineId, actor: yann, clock })),
      'not_your_share'
    )
    assert.equal(
      refusal(await acceptSplitShare({ splitLineId: sheet.id, actor: ines, clock })),
      'unknown_share'
    )
    const accepted = must(await acceptSplitShare({ splitLineId, actor: ines, clock }))
    const again = must(
      await acceptSplitShare({ splitLineId, actor: ines, clock: new FixedClock('2031-04-01') })
    )
    assert.equal(accepted.acceptedAt!.toMillis(), again.acceptedAt!.toMillis())
    assert.deepEqual(await sharesInForce(work.id, '2031-03-31'), [
      { payeeId: first.id, basisPoints: 7_500 },
      { payeeId: null, basisPoints: 2_500 },
    ])
  })

  test('P17: a work without a sheet is wholly in suspense', async ({ assert }) => {
    const clock = new FixedClock('2031-03-10')
    const { work } = await givenWork(clock)
    assert.deepEqual(await sharesInForce(work.id, '2031-03-31'), [
      { payeeId: null, basisPoints: 10_000 },
    ])
  })

  test('the sheet in force on a day is the latest version valid by then', async ({ assert }) => {
    const clock = new FixedClock('2031-03-10')
    const { work, payee } = await givenWork(clock)
    const whole = [line(payee.id, 10_000)]
    const first = must(await split(work, whole, clock, '2031-03-01'))
    const later = must(await split(work, whole, clock, '2031-05-01'))
    const corrected = must(await split(work, whole, clock, '2031-03-15'))
    assert.deepEqual([first.version, later.version, corrected.version], [1, 2, 3])
    const on = async (day: string) => {
      const sheet = await splitSheetInForce(work.id, day)
      return sheet?.id
    }
    assert.equal(await on('2031-03-14'), first.id)
    assert.equal(await on('2031-03-31'), corrected.id)
    assert.equal(await on('2031-05-31'), corrected.id)
    assert.isUndefined(await on('2031-02-28'))
  })
})

test.group('split sheets in the database', () => {
  test('P17: the database itself refuses a sheet that does not sum to 10 000', async ({
    assert,
  }) => {
    const clock = new FixedClock('2031-03-10')
    const { work, payee } = await givenWork(clock)
    const sheet = must(await split(work, [line(payee.id, 10_000)], clock))
    const other = await givenRightsHolder(clock)
    await assert.rejects(
      () =>
        db.table('split_lines').insert({
          id: sheet.workId,
          split_sheet_id: sheet.id,
          payee_id: other.payee.id,
          role: 'author',
          basis_points: 1,
        }),
      /sums to 10001 basis points/
    )
    await assert.rejects(
      () =>
        db.from('split_lines').where('split_sheet_id', sheet.id).update({ basis_points: 9_999 }),
      /only ever accepted/
    )
    await assert.rejects(
      () => db.from('split_sheets').where('id', sheet.id).delete(),
      /never changed or deleted/
    )
  })

  test('two proposals at once get two versions', async ({ assert }) => {
    const clock = new FixedClock('2031-03-10')
    const { work, payee } = await givenWork(clock)
    const whole = [line(payee.id, 10_000)]
    const sheets = await Promise.all([1, 2, 3, 4].map(() => split(work, whole, clock)))
    assert.sameMembers(
      sheets.map((sheet) => must(sheet).version),
      [1, 2, 3, 4]
    )
  })
})
