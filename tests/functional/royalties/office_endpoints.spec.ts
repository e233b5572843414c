import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { openPeriod } from '#services/royalties/open_period'
import { failStep } from '#services/royalties/close/progress'
import { markApproved, markPublished } from '#services/royalties/advance_period'
import { asStaff, givenAccount } from '#tests/support/accounts'
import { deskOf, fieldErrors, givenDesk, isRefused, sentence, withClock } from '#tests/support/desk'
import { closeMonth, emptyMonths, prepareMonths } from '#tests/support/months'
import { smallMonth } from '#tests/support/small_month'
import { FixedClock } from '#values/clock'

const PERIOD = '2026-10'
const CLOSE = `/royalties/office/close/${PERIOD}`
const clock = new FixedClock('2026-10-20')

async function lastAct() {
  return db.from('audit_events').orderBy('id', 'desc').first()
}

test.group('Royalties | the office closes a month', (group) => {
  withClock(group, clock)
  group.each.setup(async () => {
    await emptyMonths()
    clock.moveTo('2026-10-20')
    await prepareMonths(clock, PERIOD)
  })

  // Routes 'royalties.office.close.store', 'royalties.office.payouts.export' and
  // 'royalties.office.payouts.store'.
  test('P15 a month that is not over is refused with a clear sentence', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['treasurer'])
    const page = (await desk.page(CLOSE)).body().props
    assert.isFalse(page.close.isOver)
    assert.isFalse(page.actions.start)
    const refused = await desk.send(CLOSE)
    assert.equal(refused.header('location'), CLOSE)
    assert.match(sentence(refused, 'error'), /octobre 2026.*n’est pas fini/)
    assert.equal((await db.from('periods').where('period', PERIOD).first()).state, 'open')
  })

  test('the treasurer begins the close, which leaves its trace; twice begins one', async ({
    client,
    assert,
  }) => {
    await smallMonth(PERIOD)
    clock.moveTo('2026-11-02')
    const desk = await givenDesk(client, ['treasurer'])
    const index = await desk.page('/royalties/office/close').redirects(0)
    assert.equal(index.header('location'), CLOSE)
    const before = (await desk.page(CLOSE)).body().props
    assert.isTrue(before.actions.start)
    assert.isAbove(before.close.invariants.length, 3)
    assert.isTrue(before.close.invariants.every((check: any) => check.failure === null))
    assert.match(before.close.invariants[0].sentence, /[éèà]/)
    await desk.send(CLOSE)
    await desk.send(CLOSE)
    const act = await lastAct()
    assert.equal(act.action, 'royalties.start_close')
    assert.equal(act.actor_account_id, desk.account.id)
    const { close, actions } = (await desk.file(`${CLOSE}/progress`)).body()
    assert.equal(close.state, 'closing')
    assert.lengthOf(close.steps, 5)
    assert.isFalse(actions.start)
  })

  test('why a close stopped stands on its page in the reader’s language, the exact words beside', async ({
    client,
    assert,
  }) => {
    await smallMonth(PERIOD)
    clock.moveTo('2026-11-02')
    const row = await db.from('usage_totals').first()
    const totals = { subscriber_id: row.subscriber_id, work_id: row.work_id }
    await db.from('usage_totals').where(totals).update({ download_units: 99 })
    await assert.rejects(() => closeMonth(clock, PERIOD))
    const desk = await givenDesk(client, ['treasurer'])
    const { close } = (await desk.page(CLOSE)).body().props
    assert.match(close.failure, /ne tombent pas juste \(Les totaux d’un mois .*\)/)
    const [freeze] = close.steps
    assert.equal(freeze.error, close.failure)
    assert.match(freeze.errorDetail, /tracker\.totals: The totals of a month/)

    await failStep({ period: PERIOD, revision: 1 }, 'freeze', new Error('disk on fire'))
    const again = (await desk.page(CLOSE)).body().props.close.steps[0]
    assert.match(again.error, /^Une erreur imprévue/)
    assert.equal(again.errorDetail, 'disk on fire')
    const { periods } = (await desk.page('/royalties/office/periods')).body().props
    const month = periods.find((one: any) => one.period === PERIOD)
    assert.match(month.failure, /^Une erreur imprévue/)
  })

  test('a phrase that does not hold says so in words, the rows one click deeper', async ({
    client,
    assert,
  }) => {
    await smallMonth(PERIOD)
    const row = await db.from('usage_totals').first()
    const totals = { subscriber_id: row.subscriber_id, work_id: row.work_id }
    await db.from('usage_totals').where(totals).update({ download_units: 99 })
    const desk = await givenDesk(client, ['treasurer'])
    const broken = async () =>
      (await desk.page(CLOSE))
        .body()
        .props.close.invariants.find((check: any) => check.name === 'tracker.totals')
    const one = await broken()
    assert.equal(one.failure, 'Un total ne fait pas la somme de ses usages.')
    assert.include(one.failureDetail, row.work_id)
    await db.from('usage_totals').update({ download_units: 99 })
    const many = await broken()
    assert.equal(many.failure, 'Plus de 3 totaux ne font pas la somme de leurs usages.')
    assert.match(many.failureDetail, /…$/)
  })

  test('a month that no voted rule covers says so, and cannot be closed', async ({
    client,
    assert,
  }) => {
    const early = '2025-12'
    await db.transaction((trx) => openPeriod({ period: early, clock }, trx))
    const desk = await givenDesk(client, ['treasurer'])
    const path = `/royalties/office/close/${early}`
    const { close, actions } = (await desk.page(path)).body().props
    assert.isTrue(close.policyMissing)
    assert.isTrue(close.isOver)
    assert.isFalse(actions.start)
    assert.match(sentence(await desk.send(path), 'error'), /Aucune règle .*\sRègles votées/)
    const covered = (await desk.page(CLOSE)).body().props
    assert.isFalse(covered.close.policyMissing)
  })

  test('a closed month is not closed again; its page shows sums and steps', async ({
    client,
    assert,
  }) => {
    await smallMonth(PERIOD)
    await closeMonth(clock, PERIOD)
    const desk = await givenDesk(client, ['treasurer'])
    const refused = await desk.send(CLOSE)
    assert.match(sentence(refused, 'error'), /déjà à l’état «\scalculé\s»/)
    const { close } = (await desk.page(CLOSE)).body().props
    assert.equal(close.totals.gross_cents, '12800')
    assert.isTrue(close.steps.every((step: any) => step.state === 'done'))
    assert.equal(close.payouts.state, 'due')
    assert.equal(close.preparedBy, 'system')
    const { periods } = (await desk.page('/royalties/office/periods')).body().props
    assert.equal(periods[1].subscribers, 16)
    assert.equal(periods[1].totals.gross_cents, '12800')
    assert.isNull(periods[0].totals)
  })

  test('who may not is refused, and nothing has moved', async ({ client, assert }) => {
    clock.moveTo('2026-11-02')
    const moderator = await givenDesk(client, ['moderator'])
    const secretary = await givenDesk(client, ['secretary'])
    const outsider = deskOf(client, await givenAccount())
    const reads = await secretary.page(CLOSE)
    reads.assertStatus(200)
    assert.deepEqual(reads.body().props.actions, {
      start: false,
      approve: false,
      publish: false,
      exportPayouts: false,
      recordPayouts: false,
    })
    for (const refused of [
      await moderator.page(CLOSE),
      await moderator.send(CLOSE),
      await secretary.send(CLOSE),
      await secretary.send(`${CLOSE}/payouts.csv`),
      await secretary.send(`${CLOSE}/payouts`),
      await outsider.page(CLOSE),
      await outsider.send(CLOSE),
    ]) {
      assert.isTrue(isRefused(refused), refused.request.config.endpoint)
    }
    assert.equal((await db.from('periods').where('period', PERIOD).first()).state, 'open')
  })

  test('a month never opened, or written wrongly, is not found', async ({ client }) => {
    const desk = await givenDesk(client, ['treasurer'])
    ;(await desk.page('/royalties/office/close/2020-01')).assertStatus(404)
    ;(await desk.page('/royalties/office/close/2026-00')).assertStatus(404)
    ;(await desk.send('/royalties/office/close/octobre')).assertStatus(404)
  })
})

test.group('Royalties | the office pays a month', (group) => {
  withClock(group, clock)
  group.each.setup(async () => {
    await emptyMonths()
    clock.moveTo('2026-10-20')
    await prepareMonths(clock, PERIOD)
    await smallMonth(PERIOD)
    await closeMonth(clock, PERIOD)
  })

  test('one exports, a second confirms, the month is paid', async ({ client, assert }) => {
    const marc = await givenDesk(client, ['treasurer'])
    const lea = await givenDesk(client, ['treasurer'], 'Léa Roux')
    assert.isFalse((await marc.page(CLOSE)).body().props.actions.exportPayouts)
    const early = await marc.send(`${CLOSE}/payouts.csv`)
    assert.match(sentence(early, 'error'), /pas encore publié/)
    await db.transaction(async (trx) => {
      await markApproved(trx, { period: PERIOD, clock })
      await markPublished(trx, { period: PERIOD, clock })
    })
    assert.isTrue((await marc.page(CLOSE)).body().props.actions.exportPayouts)
    const never = await lea.send(`${CLOSE}/payouts`)
    assert.match(sentence(never, 'error'), /exportez-la d’abord/)
    const csv = await marc.send(`${CLOSE}/payouts.csv`)
    assert.match(csv.text(), /^reference,payee_id,payee_name,amount_eur\r\nPEERFY 2026-10 r1/)
    assert.isFalse((await marc.page(CLOSE)).body().props.actions.recordPayouts)
    assert.isTrue((await lea.page(CLOSE)).body().props.actions.recordPayouts)
    const same = await marc.send(`${CLOSE}/payouts`)
    assert.match(sentence(same, 'error'), /une autre personne/)

    const strange = await lea.send(`${CLOSE}/payouts`, { references: ['PEERFY 2026-09 r1 x'] })
    assert.match(sentence(strange, 'error'), /PEERFY 2026-09 r1 x.*rien n’a été enregistré/)
    const done = await lea.send(`${CLOSE}/payouts`)
    assert.match(sentence(done, 'success'), /le mois est payé/)
    assert.equal((await db.from('periods').where('period', PERIOD).first()).state, 'paid')
    const act = await lastAct()
    assert.equal(act.action, 'royalties.record_transfers')
    const { payouts } = (await lea.page(`${CLOSE}/payouts`)).body().props
    assert.equal(payouts[0].exportedBy, 'Marc Lenoir')
    assert.equal(payouts[0].recordedBy, 'Léa Roux')
  })

  test('a month without a transfer waits for one person, who is told that nothing leaves', async ({
    client,
    assert,
  }) => {
    await emptyMonths()
    await prepareMonths(clock, PERIOD)
    await closeMonth(clock, PERIOD)
    await db.transaction(async (trx) => {
      await markApproved(trx, { period: PERIOD, clock })
      await markPublished(trx, { period: PERIOD, clock })
    })
    const lea = await givenDesk(client, ['treasurer'])
    const { tasks } = (await lea.page('/office')).body().props
    assert.include(
      tasks.map((task: any) => task.key),
      'nothing_to_pay'
    )
    assert.isTrue((await lea.page(CLOSE)).body().props.actions.recordPayouts)
    const done = await lea.send(`${CLOSE}/payouts`)
    assert.match(sentence(done, 'success'), /Aucun virement à faire.*payé/)
    assert.equal((await db.from('periods').where('period', PERIOD).first()).state, 'paid')
  })

  test('looking at an address never marks a transfer as exported', async ({ client, assert }) => {
    const marc = await givenDesk(client, ['treasurer'])
    await db.transaction(async (trx) => {
      await markApproved(trx, { period: PERIOD, clock })
      await markPublished(trx, { period: PERIOD, clock })
    })
    ;(await marc.page(`${CLOSE}/payouts.csv`)).assertStatus(404)
    const { close, csrfToken } = (await marc.page(CLOSE)).body().props
    assert.equal(close.payouts.state, 'due')
    assert.isNotEmpty(csrfToken)
    const anonymous = await client.post(`${CLOSE}/payouts.csv`).withCsrfToken().redirects(0)
    assert.equal(anonymous.header('location'), '/identity/sign-in')
    const asForm = await asStaff(client.post(`${CLOSE}/payouts.csv`), marc.account)
      .form({ month: PERIOD })
      .redirects(0)
    assert.notEqual(asForm.header('content-type'), 'text/csv; charset=utf-8')
    assert.equal((await marc.page(CLOSE)).body().props.close.payouts.state, 'due')
  })

  test('a list of transfers that is no list is refused', async ({ client, assert }) => {
    const desk = await givenDesk(client, ['treasurer'])
    const refused = await desk.send(`${CLOSE}/payouts`, { references: 'toutes' })
    assert.isDefined(fieldErrors(refused).references)
  })
})
