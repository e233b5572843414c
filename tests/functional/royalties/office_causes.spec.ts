import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import Cause from '#models/royalties/cause'
import { adoptPolicy } from '#services/royalties/policies/adopt_policy'
import { chooseCauses } from '#services/royalties/causes/choose_causes'
import { givenAccount } from '#tests/support/accounts'
import { deskOf, fieldErrors, givenDesk, isRefused, sentence, withClock } from '#tests/support/desk'
import {
  closeMonth,
  createSubscriber,
  DEFAULT_POLICY,
  emptyMonths,
  prepareMonths,
} from '#tests/support/months'
import { smallMonth } from '#tests/support/small_month'
import { FixedClock } from '#values/clock'

const PERIOD = '2026-10'
const CAUSES = '/royalties/office/causes'
const clock = new FixedClock('2026-10-20')

const words = (changes: object = {}) => ({
  name: 'L’Atelier des Mères',
  description_fr: 'Un atelier ouvert à toutes les mères du quartier.',
  description_en: 'A workshop open to all mothers of the neighbourhood.',
  url: '',
  ...changes,
})

// Routes 'royalties.office.causes.store', 'royalties.office.causes.update',
// 'royalties.office.causes.retire' and 'royalties.office.causes.restore'.
test.group('Royalties | the causes in the office', (group) => {
  withClock(group, clock)
  group.each.setup(async () => {
    await emptyMonths()
    clock.moveTo('2026-10-20')
    await prepareMonths(clock, PERIOD)
  })

  const lastAct = () => db.from('audit_events').orderBy('id', 'desc').first()
  const shown = async (desk: Awaited<ReturnType<typeof givenDesk>>, id: string) =>
    (await desk.page(CAUSES)).body().props.causes.find((cause: any) => cause.id === id)

  test('a cause is added under an id of its own, and leaves its trace', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['treasurer'])
    const added = await desk.send(CAUSES, words({ url: 'https://exemple.org/atelier' }))
    assert.match(sentence(added, 'success'), /L’Atelier des Mères est ajoutée/)
    const cause = await Cause.findOrFail('l-atelier-des-meres')
    assert.equal(cause.url, 'https://exemple.org/atelier')
    assert.equal((await lastAct()).action, 'royalties.add_cause')
    const again = await desk.send(CAUSES, words({ name: 'L’atelier des mères' }))
    assert.match(fieldErrors(again).name[0], /existe déjà/)
    assert.equal((await shown(desk, cause.id)).policies, 0)
    assert.equal((await shown(desk, 'framasoft')).policies, 1)
  })

  test('what is no cause is refused beside its field', async ({ client, assert }) => {
    const desk = await givenDesk(client, ['treasurer'])
    const wrong: [object, string][] = [
      [{ name: '' }, 'name'],
      [{ name: '!!' }, 'name'],
      [{ description_fr: 'court' }, 'description_fr'],
      [{ description_en: '' }, 'description_en'],
      [{ url: 'javascript:alert(1)' }, 'url'],
    ]
    for (const [changes, field] of wrong) {
      assert.property(fieldErrors(await desk.send(CAUSES, words(changes))), field)
    }
    const unsaid = await desk.send(`${CAUSES}/framasoft/correction`, words())
    assert.property(fieldErrors(unsaid), 'reason')
    assert.lengthOf(await Cause.all(), 3)
  })

  test('P15 a correction holds from now on: a closed month keeps the name it had', async ({
    client,
    assert,
  }) => {
    const { subscribers } = await smallMonth(PERIOD)
    await closeMonth(clock, PERIOD)
    const desk = await givenDesk(client, ['treasurer'])
    const reason = 'Elle a changé de nom'
    await desk.send(`${CAUSES}/framasoft/correction`, words({ name: 'Framasoft 2', reason }))
    const act = await lastAct()
    assert.equal(act.action, 'royalties.correct_cause')
    assert.equal(act.reason, reason)
    assert.equal(act.before.name, 'framasoft')
    assert.equal((await Cause.findOrFail('framasoft')).name, 'Framasoft 2')
    const statement = await db
      .from('statements')
      .where({ kind: 'subscriber', subject_id: subscribers.a })
      .first()
    assert.notInclude(String(statement.document), 'Framasoft 2')
  })

  test('a cause is retired once no rule ahead names it, is never deleted, and comes back', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['treasurer'])
    const path = `${CAUSES}/framasoft/retirement`
    const voted = await desk.send(path)
    assert.match(sentence(voted, 'error'), /La règle en vigueur à partir de janvier 2026 nomme/)
    assert.isNull((await Cause.findOrFail('framasoft')).retiredAt)

    const causes = [{ cause_id: 'sea-watch', basis_points: 10_000 }]
    const draft = { ...DEFAULT_POLICY, causes, effectivePeriod: '2026-11' }
    await db.transaction((trx) => adoptPolicy({ draft, clock }, trx))
    assert.match(sentence(await desk.send(path), 'error'), /janvier 2026/)
    await closeMonth(clock, PERIOD)
    assert.match(sentence(await desk.send(path), 'success'), /framasoft n’est plus proposée/)
    assert.equal((await lastAct()).action, 'royalties.retire_cause')
    assert.isNotNull((await shown(desk, 'framasoft')).retiredAt)
    const offered = (await desk.page('/royalties/office/policies/new')).body().props.causes
    assert.notInclude(
      offered.map((cause: any) => cause.id),
      'framasoft'
    )
    const again = { ...DEFAULT_POLICY, effectivePeriod: '2026-12' }
    await assert.rejects(
      () => db.transaction((trx) => adoptPolicy({ draft: again, clock }, trx)),
      /"framasoft" is retired/
    )
    await assert.rejects(() => db.from('causes').delete(), /never changed or deleted/)

    await desk.remove(path)
    assert.isNull((await Cause.findOrFail('framasoft')).retiredAt)
    assert.equal((await lastAct()).action, 'royalties.restore_cause')
  })

  test('who chose a cause keeps it when it is retired; nobody else can choose it', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['treasurer'])
    const [faithful, newcomer] = [await createSubscriber(clock), await createSubscriber(clock)]
    const choose = (subscriberId: string, ...lines: [string, number][]) =>
      chooseCauses({
        subscriberId,
        lines: lines.map(([id, points]) => ({ cause_id: id, basis_points: points })),
        clock,
      })
    await choose(faithful, ['la-quadrature', 10_000])
    await desk.send(`${CAUSES}/la-quadrature/retirement`)
    assert.equal((await shown(desk, 'la-quadrature')).choices, 1)
    await choose(faithful, ['la-quadrature', 4_000], ['framasoft', 6_000])
    await assert.rejects(
      () => choose(newcomer, ['la-quadrature', 10_000]),
      /"la-quadrature" is not proposed any more/
    )
  })

  test('the treasurer acts; the house reads; nobody else comes in', async ({ client, assert }) => {
    const administrator = await givenDesk(client, ['administrator'])
    assert.isFalse((await administrator.page(CAUSES)).body().props.may.manage)
    const moderator = await givenDesk(client, ['moderator'])
    const outsider = deskOf(client, await givenAccount())
    const one = `${CAUSES}/la-quadrature`
    for (const desk of [administrator, moderator, outsider]) {
      for (const refused of [
        await desk.send(CAUSES, words()),
        await desk.send(`${one}/correction`, words({ reason: 'parce que' })),
        await desk.send(`${one}/retirement`),
        await desk.remove(`${one}/retirement`),
      ]) {
        assert.isTrue(isRefused(refused), refused.request.config.endpoint)
      }
    }
    assert.isTrue(isRefused(await moderator.page(CAUSES)))
    for (const request of [client.get(CAUSES), client.post(CAUSES).withCsrfToken()]) {
      assert.equal((await request.redirects(0)).header('location'), '/identity/sign-in')
    }
    assert.lengthOf(await Cause.query().whereNull('retiredAt'), 3)
    const treasurer = await givenDesk(client, ['treasurer'])
    ;(await treasurer.send(`${CAUSES}/nobody/retirement`)).assertStatus(404)
  })
})
