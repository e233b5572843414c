import { readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import PolicyDraft from '#models/royalties/policy_draft'
import Publication from '#models/publication/publication'
import { openPeriod } from '#services/royalties/open_period'
import { findPolicy } from '#services/royalties/policies/find_policy'
import { filePath } from '#services/royalties/files/period_paths'
import { fieldErrors, givenDesk, isRefused, sentence, withClock } from '#tests/support/desk'
import { clock, emptyMeetings, EVENING, givenMeeting, givenMembers } from '#tests/support/meeting'
import { decide, gather, rise } from '#tests/functional/governance/sitting'
import { closeMonth, emptyMonths, prepareMonths } from '#tests/support/months'
import { smallMonth } from '#tests/support/small_month'
import { adoptTestStatutes } from '#tests/support/statutes'
import { newId } from '#values/id'

const DRAFTS = '/royalties/office/policy-drafts'
/** As the page sends it. */
const proposed = (changes: object = {}) => ({
  effective_period: '2032-06',
  resolution_title: 'Plus pour les artistes',
  keys: { artists: '75', contributions: '15', operations: '10' },
  weights: { listening: '1', download: '10' },
  causes: [{ id: 'framasoft', part: '100' }],
  operation_lines: [{ label_fr: 'Serveurs', label_en: 'Servers', part: '100' }],
  payout_threshold: '5',
  carry_months: '3',
  ...changes,
})

// Routes 'royalties.office.policy_drafts.store' and 'royalties.office.policy_drafts.destroy'.
test.group('Governance | keys that an assembly votes', (group) => {
  withClock(group, clock)
  group.each.setup(async () => {
    clock.moveTo(EVENING)
    await emptyMonths()
    await emptyMeetings()
    await adoptTestStatutes({ colleges: [] })
    await prepareMonths(clock, '2032-05')
    return async () => {
      await emptyMonths()
      await emptyMeetings()
    }
  })

  test('drafted by the treasurer, adopted in May, they share out June, and June’s report names the resolution', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['treasurer'])
    const kept = await desk.send(DRAFTS, proposed())
    assert.include(sentence(kept, 'success'), 'gardé')
    const draft = await PolicyDraft.firstOrFail()
    assert.equal((await findPolicy('2032-06'))!.artistsBp, 7000, 'a draft shares nothing')

    const members = await givenMembers(5)
    const { assembly, resolutions } = await givenMeeting({
      chair: members[0],
      resolutions: [{ effectType: 'royalties_policy', effectId: draft.id }],
    })
    await gather(assembly, ...members)
    const closed = await decide(resolutions[0], [members, 'yes'])
    await rise(assembly)
    assert.isNull(closed.effectFailure)
    const reference = `AG${(await assembly.refresh()).number}-R1`
    assert.equal((await findPolicy('2032-05'))!.artistsBp, 7000)
    const policy = (await findPolicy('2032-06'))!
    assert.deepEqual([policy.artistsBp, policy.resolutionId], [7500, reference])
    assert.equal((await draft.refresh()).policyId, policy.id)
    const again = await desk.remove(`${DRAFTS}/${draft.id}`)
    assert.include(sentence(again, 'error'), 'déjà')

    await closeMonth(clock, '2032-05')
    await db.transaction((trx) => openPeriod({ period: '2032-06', clock }, trx))
    await smallMonth('2032-06')
    await closeMonth(clock, '2032-06')
    const report = JSON.parse(
      readFileSync(filePath({ period: '2032-06', revision: 1 }, 'public', 'report.json'), 'utf8')
    )
    assert.equal(report.policy.resolution_id, reference)
    assert.equal(report.policy.keys.artists, '7500')
    const { report: sealed } = await Publication.findByOrFail('period', '2032-06')
    assert.equal(sealed.policy.resolution_id, reference)
    const decision = await client.get(`/governance/resolutions/${reference}`).withInertia()
    decision.assertInertiaPropsContains({ effect: 'royalties_policy', inForce: true })
  })

  test('keys that do not add up are no draft; a draft is discarded once; strangers keep none', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['treasurer'])
    const wrong = { keys: { artists: '75', contributions: '15', operations: '15' } }
    assert.property(fieldErrors(await desk.send(DRAFTS, proposed(wrong))), 'keys')
    assert.property(
      fieldErrors(await desk.send(DRAFTS, proposed({ resolution_title: '' }))),
      'resolution_title'
    )
    assert.isNull(await PolicyDraft.first())
    await desk.send(DRAFTS, proposed())
    const page = await desk.page('/royalties/office/policies')
    assert.equal((page.inertiaProps as any).drafts[0].keys.artists, 7500)
    const draft = await PolicyDraft.firstOrFail()
    await desk.remove(`${DRAFTS}/${draft.id}`)
    assert.isNotNull((await draft.refresh()).discardedAt)
    const moderator = await givenDesk(client, ['moderator'])
    assert.isTrue(isRefused(await moderator.send(DRAFTS, proposed())))
    assert.isTrue(isRefused(await moderator.remove(`${DRAFTS}/${newId()}`)))
    const anonymous = await client.post(DRAFTS).withCsrfToken().json(proposed()).redirects(0)
    assert.include(anonymous.header('location'), 'sign-in')
  })
})
