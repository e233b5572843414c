import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { SYSTEM_ACTOR } from '#models/royalties/period'
import Policy from '#models/royalties/policy'
import { startClosing } from '#services/royalties/close/start_closing'
import { findPolicy } from '#services/royalties/policies/find_policy'
import { givenAccount } from '#tests/support/accounts'
import { deskOf, fieldErrors, givenDesk, isRefused, sentence, withClock } from '#tests/support/desk'
import { closeMonth, emptyMonths, prepareMonths } from '#tests/support/months'
import { FixedClock } from '#values/clock'

const PERIOD = '2026-10'
const POLICIES = '/royalties/office/policies'
const clock = new FixedClock('2026-10-20')

/** As the page sends it: percentages and euros as they are typed. */
const vote = (changes: object = {}) => ({
  effective_period: '2026-11',
  resolution_id: 'AG-2026-2-R1',
  resolution_title: 'Nouvelles clés',
  adopted_on: '2026-10-18',
  keys: { artists: '72,25', contributions: '12,75', operations: '15' },
  weights: { listening: '1', download: '8' },
  causes: [
    { id: 'framasoft', part: '33,34' },
    { id: 'sea-watch', part: '66.66' },
    { id: 'la-quadrature', part: '0' },
  ],
  operation_lines: [
    { label_fr: 'Serveurs', label_en: 'Servers', part: '40 %' },
    { label_fr: 'Salaires', label_en: 'Wages', part: '60' },
  ],
  payout_threshold: '7,5',
  carry_months: '4',
  ...changes,
})

// Route 'royalties.office.policies.store'.
test.group('Royalties | the rules that the members voted', (group) => {
  withClock(group, clock)
  group.each.setup(async () => {
    await emptyMonths()
    clock.moveTo('2026-10-20')
    await prepareMonths(clock, PERIOD)
  })

  test('a vote becomes the next version, to the basis point, and leaves its trace', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['treasurer'])
    const form = (await desk.page(`${POLICIES}/new`)).body().props
    assert.equal(form.proposedMonth, '2026-11')
    assert.equal(form.months[0], PERIOD)
    assert.lengthOf(form.causes, 3)
    const recorded = await desk.send(POLICIES, vote())
    assert.equal(recorded.header('location'), POLICIES)
    assert.match(sentence(recorded, 'success'), /n° 2 .* novembre 2026/)
    const policy = (await findPolicy('2026-11'))!
    assert.equal(policy.version, 2)
    assert.deepEqual(
      [policy.artistsBp, policy.contributionsBp, policy.operationsBp],
      [7225, 1275, 1500]
    )
    assert.deepEqual(policy.causes, [
      { cause_id: 'framasoft', basis_points: 3334 },
      { cause_id: 'sea-watch', basis_points: 6666 },
    ])
    assert.equal(policy.payoutThresholdCents, 750n)
    assert.equal(policy.adoptedOn.toISODate(), '2026-10-18')
    assert.equal(policy.approvalsRequired, 2)
    assert.equal((await findPolicy(PERIOD))!.version, 1)
    const act = await db.from('audit_events').orderBy('id', 'desc').first()
    assert.equal(act.action, 'royalties.adopt_policy')
    assert.equal(act.actor_account_id, desk.account.id)
    assert.equal(act.before.artists_bp, 7000)
    assert.equal(act.after.artists_bp, 7225)
    assert.equal(act.after.payout_threshold_cents, '750')

    const { versions, missing } = (await desk.page(POLICIES)).body().props
    assert.isNull(missing)
    assert.deepEqual(
      versions.map((one: any) => [one.version, one.state]),
      [
        [2, 'to_come'],
        [1, 'in_force'],
      ]
    )
  })

  test('what is wrong is said beside its field, and nothing is recorded', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['treasurer'])
    const keys = { artists: '70', contributions: '15', operations: '15' }
    const wrong: [object, string][] = [
      [{ keys: { ...keys, artists: '70,01' } }, 'keys'],
      [{ keys: { ...keys, artists: '70,001' } }, 'keys.artists'],
      [{ keys: { ...keys, artists: 'beaucoup' } }, 'keys.artists'],
      [{ keys: { ...keys, artists: '' } }, 'keys.artists'],
      [{ causes: [{ id: 'framasoft', part: '99,99' }] }, 'causes'],
      [{ causes: [{ id: 'nobody', part: '100' }] }, 'causes'],
      [{ causes: ['50', '50'].map((part) => ({ id: 'framasoft', part })) }, 'causes'],
      [{ operation_lines: [] }, 'operation_lines'],
      [{ weights: { listening: '0', download: '0' } }, 'weights'],
      [{ weights: { listening: '1,5', download: '1' } }, 'weights.listening'],
      [{ payout_threshold: 'cinq' }, 'payout_threshold'],
      [{ payout_threshold: '900000' }, 'payout_threshold'],
      [{ carry_months: '-1' }, 'carry_months'],
      [{ carry_months: '500' }, 'carry_months'],
      [{ resolution_id: 'résolution 4' }, 'resolution_id'],
      [{ resolution_title: '' }, 'resolution_title'],
      [{ adopted_on: '2026-10-21' }, 'adopted_on'],
      [{ adopted_on: '2026-02-31' }, 'adopted_on'],
      [{ effective_period: '2026-13' }, 'effective_period'],
    ]
    for (const [changes, field] of wrong) {
      const refused = await desk.send(POLICIES, vote(changes))
      const found = fieldErrors(refused)
      assert.isDefined(found[field], `${JSON.stringify(changes)} ${JSON.stringify(found)}`)
      assert.notMatch(found[field][0], /basis points|Cannot|The .* field/)
    }
    const sums = await desk.send(POLICIES, vote({ keys: { ...keys, artists: '70,01' } }))
    assert.match(fieldErrors(sums).keys[0], /trois clés font 100,01\s%/)
    assert.lengthOf(await Policy.all(), 1)
  })

  test('P15 a month that is closing or closed keeps its rule', async ({ client, assert }) => {
    const desk = await givenDesk(client, ['treasurer'])
    clock.moveTo('2026-11-02')
    await startClosing({ period: PERIOD, actor: SYSTEM_ACTOR, clock })
    for (const month of [PERIOD, '2026-09', '2025-01']) {
      const refused = await desk.send(POLICIES, vote({ effective_period: month }))
      assert.match(fieldErrors(refused).effective_period[0], /octobre 2026 a déjà commencé/)
    }
    await desk.send(POLICIES, vote())
    const [first, second] = await Policy.query().orderBy('version')
    const change = (policyId: string) =>
      db.from('periods').where('period', PERIOD).update({ policy_id: policyId })
    await assert.rejects(() => change(second.id), /keeps the policy that its close began with/)
    await closeMonth(clock, PERIOD)
    const month = await db.from('periods').where('period', PERIOD).first()
    assert.equal(month.policy_id, first.id)
    assert.equal((await desk.page(`${POLICIES}/new`)).body().props.months[0], '2026-11')
  })

  test('P15 a vote waits for a close that begins at the same time, and sees it', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['treasurer'])
    clock.moveTo('2026-11-02')
    const { sent } = await db.transaction(async (trx) => {
      await trx.from('periods').where('period', PERIOD).forUpdate().first()
      const waiting = Promise.resolve(desk.send(POLICIES, vote({ effective_period: PERIOD })))
      await sleep(300)
      await trx.from('periods').where('period', PERIOD).update({ state: 'closing' })
      return { sent: waiting }
    })
    assert.property(fieldErrors(await sent), 'effective_period')
    assert.lengthOf(await Policy.all(), 1)
  })

  test('a later vote for the same month replaces one that never served', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['treasurer'])
    await desk.send(POLICIES, vote())
    await desk.send(POLICIES, vote({ resolution_id: 'AG-2026-2-R2' }))
    const { versions } = (await desk.page(POLICIES)).body().props
    assert.deepEqual(
      versions.map((one: any) => one.state),
      ['to_come', 'replaced', 'in_force']
    )
    assert.equal((await findPolicy('2026-12'))!.version, 3)
  })

  test('the treasurer records; the house reads; nobody else comes in', async ({
    client,
    assert,
  }) => {
    const administrator = await givenDesk(client, ['administrator'])
    const read = (await administrator.page(POLICIES)).body().props
    assert.isFalse(read.may.manage)
    const moderator = await givenDesk(client, ['moderator'])
    const outsider = deskOf(client, await givenAccount())
    for (const refused of [
      await administrator.page(`${POLICIES}/new`),
      await administrator.send(POLICIES, vote()),
      await moderator.page(POLICIES),
      await moderator.send(POLICIES, vote()),
      await outsider.page(POLICIES),
      await outsider.send(POLICIES, vote()),
    ]) {
      assert.isTrue(isRefused(refused), refused.request.config.endpoint)
    }
    for (const request of [client.get(POLICIES), client.post(POLICIES).withCsrfToken()]) {
      const anonymous = await request.redirects(0)
      assert.equal(anonymous.header('location'), '/identity/sign-in')
    }
    assert.lengthOf(await Policy.all(), 1)
  })
})
