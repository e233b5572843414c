import { test } from '@japa/runner'
import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { givenCompleteWork, givenWork } from '#tests/functional/catalogue/scene'
import { givenAccount } from '#tests/support/accounts'
import { deskOf, fieldErrors, givenDesk, isRefused, sentence, withClock } from '#tests/support/desk'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'

const WORKS = '/catalogue/office/works'
const clock = new FixedClock('2031-03-10T10:00:00')

test.group('Catalogue | the office’s works', (group) => {
  withClock(group, clock)
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('the register is searched, filtered, sorted and counted', async ({ client, assert }) => {
    const { work } = await givenWork(clock, 'Zzsix un', 'Les Zzsix')
    await givenWork(clock, 'Zzsix deux', 'Les Zzsix')
    const desk = await givenDesk(client, ['moderator'])
    const find = async (query: string) => (await desk.page(`${WORKS}?${query}`)).body().props
    const all = await find('search=zzsix&sort=-title')
    assert.deepEqual(
      all.works.map((row: any) => row.title),
      ['Zzsix un', 'Zzsix deux']
    )
    assert.equal(all.works[0].id, work.id)
    assert.equal(all.works[0].state, 'draft')
    assert.equal((await find('search=zzsix&state=published')).paging.total, 0)
    assert.isAtLeast(all.counts.draft, 2)
    const refused = await desk.page(`${WORKS}?state=lost`).redirects(0)
    assert.notEqual(refused.status(), 200)
  })

  // Route 'catalogue.office.works.move'.
  test('P29 a work walks to publication, each step with its author', async ({ client, assert }) => {
    const { work } = await givenCompleteWork(clock, 'Zzsept')
    const desk = await givenDesk(client, ['moderator'], 'Solène Petit')
    const path = `${WORKS}/${work.id}`
    const move = (to: string, reason?: string) => {
      clock.advance({ minutes: 1 })
      return desk.send(`${path}/state`, { to, reason })
    }
    for (const to of ['submitted', 'in_review', 'approved', 'published']) {
      assert.match(sentence(await move(to), 'success'), /noté/)
    }
    const { props } = (await desk.page(path)).body()
    assert.equal(props.work.state, 'published')
    assert.deepEqual(props.missing, [])
    assert.deepEqual(props.moves, [{ to: 'withdrawn', needsReason: true }])
    assert.equal(props.history[0].actor, 'Solène Petit')
    assert.equal(props.history[0].title, 'Publiée')
    const acts = await db.from('audit_events').where('subject_id', work.id)
    assert.deepEqual(
      acts.filter((act) => act.actor_account_id === desk.account.id).map((act) => act.action),
      Array.from({ length: 4 }, () => 'catalogue.change_work_state')
    )
    assert.match(fieldErrors(await move('withdrawn')).reason[0], /raison/)
    await move('withdrawn', 'à la demande de l’artiste')
    assert.equal(
      (await desk.page(path)).body().props.history[0].detail,
      'à la demande de l’artiste'
    )
  })

  test('what is missing, or a step that is not possible, is said and changes nothing', async ({
    client,
    assert,
  }) => {
    const { work } = await givenWork(clock, 'Zzhuit')
    const desk = await givenDesk(client, ['moderator'])
    const path = `${WORKS}/${work.id}`
    const { props } = (await desk.page(path)).body()
    assert.include(props.missing, 'Le fichier manque.')
    assert.isNull(props.work.player)
    const jump = await desk.send(`${path}/state`, { to: 'published' })
    assert.match(fieldErrors(jump).reason[0], /Brouillon/)
    assert.isDefined(fieldErrors(await desk.send(`${path}/state`, { to: 'lost' })).to)
    await db.from('works').where('id', work.id).update({ state: 'approved' })
    const bare = await desk.send(`${path}/state`, { to: 'published' })
    assert.match(fieldErrors(bare).reason[0], /torrent manque/)
    const unknown = await desk.send(`${WORKS}/${newId()}/state`, { to: 'submitted' })
    unknown.assertStatus(404)
    ;(await desk.page(`${WORKS}/${newId()}`)).assertStatus(404)
    assert.equal((await db.from('works').where('id', work.id).first()).state, 'approved')
  })

  test('a moderator hears a work before it is published, in parts too', async ({
    client,
    assert,
  }) => {
    const { work } = await givenCompleteWork(clock, 'Zzneuf')
    const desk = await givenDesk(client, ['moderator'])
    const { player } = (await desk.page(`${WORKS}/${work.id}`)).body().props.work
    const whole = await desk.file(player.url)
    whole.assertStatus(200)
    whole.assertHeader('content-type', 'audio/mpeg')
    const part = await desk.file(player.url).header('range', 'bytes=0-99')
    part.assertStatus(206)
    assert.equal(part.header('content-length'), '100')
  })

  test('who may not is refused, and nothing has moved', async ({ client, assert }) => {
    const { work } = await givenCompleteWork(clock, 'Zzdix')
    const path = `${WORKS}/${work.id}`
    const treasurer = await givenDesk(client, ['treasurer'])
    const outsider = deskOf(client, await givenAccount())
    assert.deepEqual((await treasurer.page(path)).body().props.moves, [])
    for (const refused of [
      await treasurer.send(`${path}/state`, { to: 'submitted' }),
      await outsider.page(WORKS),
      await outsider.page(path),
      await outsider.file(`${path}/file`),
      await outsider.send(`${path}/state`, { to: 'submitted' }),
    ]) {
      assert.isTrue(isRefused(refused), refused.request.config.endpoint)
    }
    assert.equal((await db.from('works').where('id', work.id).first()).state, 'draft')
    const nobody = await client.get(`${path}/file`).redirects(0)
    assert.match(nobody.header('location')!, /sign-in/)
  })
})
