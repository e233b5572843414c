import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type Member from '#models/membership/member'
import SavedView from '#models/identity/saved_view'
import { addCategory } from '#services/membership/categories/add_category'
import { recordDeparture } from '#services/membership/leave_membership'
import { changeDetails } from '#services/membership/details/change_details'
import { givenDesk, isRefused, withClock } from '#tests/support/desk'
import { pdfWords } from '#tests/support/pdf_words'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'
import { givenAdmitted, givenMember, OFFICE } from './member_scene.js'

const LIST = '/membership/office/members'

test.group('Membership | the office’s list', (group) => {
  const clock = new FixedClock('2026-05-04T10:00')
  const act = { actor: OFFICE, clock }
  withClock(group, clock)
  let [ana, zoe, town]: Member[] = []
  group.each.setup(async () => {
    clock.moveTo('2024-02-01T10:00')
    await emptyCooperative()
    await adoptTestStatutes()
    const named = (givenName: string, familyName: string) => ({ givenName, familyName })
    zoe = await givenMember(clock, { ...named('Zoé', 'Le Goff'), city: 'Brest' })
    clock.moveTo('2025-03-01T10:00')
    ana = await givenMember(clock, {
      ...named('Ana', 'Sorel'),
      categoryCodes: ['artist', 'subscriber'],
    })
    town = await givenMember(clock, {
      kind: 'public_body',
      legalName: 'Ville d’Aubagne',
      siren: '211300058',
      categoryCodes: ['public_body'],
    })
    await givenAdmitted(clock, { ...named('Malo', 'Kerbrat') })
    clock.moveTo('2026-05-04T10:00')
  })

  const namesOf = (response: any): string[] =>
    response.inertiaProps.members.map(({ name }: { name: string }) => name)

  test('nobody signed in is sent to sign in; a moderator is refused', async ({
    client,
    assert,
  }) => {
    const paths = [
      LIST,
      `${LIST}.csv`,
      `${LIST}.json`,
      `${LIST}.pdf`,
      `${LIST}/${ana.id}`,
      '/membership/office/alerts',
    ]
    const { page } = await givenDesk(client, ['moderator'])
    for (const path of paths) {
      const anonymous = await client.get(path).redirects(0)
      anonymous.assertStatus(302)
      anonymous.assertHeader('location', '/identity/sign-in')
      assert.isTrue(isRefused(await page(path)), path)
    }
  })

  test('the board finds members by name, number, category, college, kind, state and day', async ({
    client,
    assert,
  }) => {
    const { page } = await givenDesk(client, ['board'])
    const found = async (query: string) => namesOf(await page(`${LIST}?${query}`))
    assert.deepEqual(await found(''), [
      'Zoé Le Goff',
      'Ana Sorel',
      'Ville d’Aubagne',
      'Malo Kerbrat',
    ])
    assert.deepEqual(await found('sort=name'), [
      'Malo Kerbrat',
      'Zoé Le Goff',
      'Ana Sorel',
      'Ville d’Aubagne',
    ])
    assert.deepEqual(await found('search=ZOE'), ['Zoé Le Goff'])
    assert.deepEqual(await found('search=brest'), ['Zoé Le Goff'])
    assert.deepEqual(await found('search=2'), ['Ana Sorel'])
    assert.deepEqual(await found('search=le'), ['Zoé Le Goff'])
    assert.deepEqual(await found('search=%25'), [])
    assert.sameMembers(await found('category=subscriber'), [
      'Zoé Le Goff',
      'Ana Sorel',
      'Malo Kerbrat',
    ])
    assert.deepEqual(await found('college=artists'), ['Ana Sorel'])
    assert.sameMembers(await found('college=subscribers'), ['Zoé Le Goff', 'Malo Kerbrat'])
    assert.deepEqual(await found('college=nobody'), [])
    assert.deepEqual(await found('search=L'), ['Zoé Le Goff'])
    // No address of the scene begins with it: those are hexadecimal.
    assert.deepEqual(await found('search=Ü'), [])
    assert.deepEqual(await found('search=so'), ['Ana Sorel'])
    assert.deepEqual(await found('search=re'), [])
    assert.deepEqual(await found('search=sorel&college=artists'), ['Ana Sorel'])
    assert.deepEqual(await found('search=sorel&college=subscribers'), [])
    assert.deepEqual(await found('search=sorel&college=nobody'), [])
    assert.deepEqual(await found('search=an&college=artists&as_of=2025-06-01'), ['Ana Sorel'])
    assert.deepEqual(await found('search=an&college=artists&as_of=2025-02-01'), [])
    assert.deepEqual(await found('search=zo&college=subscribers&as_of=2024-03-01'), ['Zoé Le Goff'])
    assert.deepEqual(await found('kind=public_body'), ['Ville d’Aubagne'])
    assert.deepEqual(await found('status=admitted'), ['Malo Kerbrat'])
    assert.deepEqual(await found('joined_to=2024-12-31'), ['Zoé Le Goff'])
    assert.deepEqual(await found('joined_from=01/01/2025&status=active&kind=natural'), [
      'Ana Sorel',
    ])
  })

  test('C03 the list of a past day has the members, names and colleges of then', async ({
    client,
    assert,
  }) => {
    clock.moveTo('2025-06-01T10:00')
    await changeDetails({
      memberId: zoe.id,
      changes: { familyName: 'Martin' },
      reason: 'mariage',
      ...act,
    })
    await addCategory({ memberId: zoe.id, code: 'artist', reason: 'disque', ...act })
    clock.moveTo('2026-01-01T10:00')
    await db.transaction((trx) =>
      recordDeparture(trx, { memberId: ana.id, on: clock.now(), ...act })
    )
    clock.moveTo('2026-05-04T10:00')
    const { page } = await givenDesk(client, ['secretary'])
    const then = async (day: string) =>
      ((await page(`${LIST}?as_of=${day}&kind=natural`)).inertiaProps as any).members
    const [early] = await then('2024-06-01')
    assert.deepInclude(early, { name: 'Zoé Le Goff', college: 'Abonné·es' })
    assert.lengthOf(await then('2024-06-01'), 1)
    const later = await then('2025-12-31')
    assert.deepEqual(
      later.map(({ state }: any) => state),
      ['active', 'active']
    )
    assert.deepEqual(
      later.map(({ name, college }: any) => [name, college]),
      [
        ['Zoé Martin', 'Artistes'],
        ['Ana Sorel', 'Artistes'],
      ]
    )
    assert.lengthOf(await then('2026-01-01'), 1)
  })

  test('a list is read on from its place, forwards and back, without loss or doubles', async ({
    client,
    assert,
  }) => {
    for (let one = 0; one < 57; one++) await givenMember(clock, { givenName: `N${one % 3}` })
    const { page } = await givenDesk(client, ['secretary'])
    for (const sort of ['number', '-number', 'name', '-name', 'joined', '-joined']) {
      const seen: string[] = []
      const pages: string[][] = []
      let place: string | null = ''
      while (place !== null) {
        const after: string = place ? `&after=${place}` : ''
        const { members, paging } = (await page(`${LIST}?sort=${sort}${after}`)).inertiaProps as any
        assert.equal(paging.count, 61)
        pages.push(members.map(({ id }: any) => id))
        seen.push(...pages.at(-1)!)
        if (!paging.next && paging.previous) {
          const back = await page(`${LIST}?sort=${sort}&before=${paging.previous}`)
          const ids = (back.inertiaProps as any).members.map(({ id }: any) => id)
          assert.deepEqual(ids, pages.at(-2), `${sort}, one page back`)
        }
        place = paging.next
      }
      assert.lengthOf(seen, 61, sort)
      assert.lengthOf([...new Set(seen)], 61, sort)
    }
  }).timeout(60_000)

  test('a wrong filter is refused, a place that was tampered with is the beginning', async ({
    client,
    assert,
  }) => {
    const { page } = await givenDesk(client, ['secretary'])
    for (const query of ['as_of=2026-02-30', 'status=dead', 'sort=iban', 'joined_from=hier']) {
      const response = await page(`${LIST}?${query}`).header('accept', 'application/json')
      assert.notEqual(response.status(), 200, query)
      assert.isBelow(response.status(), 500, query)
    }
    const tampered = [
      Buffer.from('["x","y"]').toString('base64url'),
      Buffer.from(`["9999999999","${newId()}"]`).toString('base64url'),
      'bm90IGpzb24',
    ]
    for (const place of tampered) {
      const response = await page(`${LIST}?after=${place}`)
      assert.lengthOf(namesOf(response), 4)
    }
  })

  test('the export is the list on screen, as CSV and JSON', async ({ client, assert }) => {
    const { file } = await givenDesk(client, ['secretary'])
    const csv = await file(`${LIST}.csv?status=active&sort=name`)
    csv.assertHeader('content-type', 'text/csv; charset=utf-8')
    const lines = csv.text().trim().split('\r\n')
    assert.match(lines[0], /^number,name,kind,state,category,other_categories,college/)
    assert.lengthOf(lines, 4)
    assert.match(lines[2], /^2,Ana Sorel,natural,active,artist,subscriber,artists,2025-03-01/)
    const json = JSON.parse((await file(`${LIST}.json?status=all`)).text())
    assert.lengthOf(json, 4)
    assert.deepInclude(json[2], { number: 3, siren: '211300058', college: 'partners' })
    assert.deepEqual(JSON.parse((await file(`${LIST}.json?search=zzz`)).text()), [])
  })

  test('the list of a day is printed with the same filter, names and college of then', async ({
    client,
    assert,
  }) => {
    const { file } = await givenDesk(client, ['board'])
    const changes = { familyName: 'Autrement', city: 'Nantes' }
    await changeDetails({ memberId: zoe.id, changes, reason: 'mariage', ...act })
    const paper = async (query: string) => {
      const answer = await file(`${LIST}.pdf?${query}`)
      answer.assertHeader('content-type', 'application/pdf')
      return pdfWords(answer.body())
    }
    const then = await paper('as_of=2024-12-31')
    assert.match(then, /Liste des sociétaires au 31 décembre 2024/)
    assert.match(then, /1 personne/)
    assert.match(then, /Zoé Le Goff/)
    assert.notMatch(then, /Sorel|Autrement|Nantes/)
    const artists = await paper('as_of=2026-01-01&college=artists')
    assert.match(artists, /Ana Sorel[\s\S]*01\.03\.2025/)
    assert.notMatch(artists, /Goff|Aubagne/)
    const before = await paper('as_of=2024-12-31&search=le%20goff')
    assert.match(
      before,
      /Zoé Le Goff/,
      'whoever bears another name now is found by the one of then'
    )
    const all = await paper('status=all')
    assert.match(all, /4 personnes/)
    assert.match(all, /Malo Kerbrat[\s\S]*admission,\s+pas\s+encore\s+sociétaire/)
  })

  test('a view is kept under its name, found again, taken over and forgotten; each their own', async ({
    client,
    assert,
  }) => {
    /** 'identity.office.saved_views.store' and 'identity.office.saved_views.destroy' */
    const VIEWS = '/identity/office/views'
    const view = { page: 'membership.members', name: 'Artistes', filter: 'college=artists' }
    const outside = await client.post(VIEWS).withCsrfToken().json(view).redirects(0)
    outside.assertHeader('location', '/identity/sign-in')
    const marc = await givenDesk(client, ['secretary'])
    const other = await givenDesk(client, ['board'])
    await marc.send(VIEWS, view)
    await marc.send(VIEWS, { ...view, filter: 'college=artists&sort=name' })
    const kept = await SavedView.query().where('accountId', marc.account.id)
    assert.lengthOf(kept, 1)
    assert.equal(kept[0].query, 'college=artists&sort=name')
    const shown = (await marc.page(LIST)).inertiaProps as any
    assert.deepEqual(shown.views, [
      { id: kept[0].id, name: 'Artistes', query: 'college=artists&sort=name' },
    ])
    assert.deepEqual(((await other.page(LIST)).inertiaProps as any).views, [])
    await other.remove(`${VIEWS}/${kept[0].id}`)
    assert.lengthOf(await SavedView.query().where('accountId', marc.account.id), 1)
    await marc.remove(`${VIEWS}/${kept[0].id}`)
    assert.lengthOf(await SavedView.query().where('accountId', marc.account.id), 0)
    for (const wrong of [{ name: '' }, { page: '../x' }, { filter: 'a b' }]) {
      await marc.send(VIEWS, { ...view, ...wrong })
    }
    assert.lengthOf(await SavedView.query().where('accountId', marc.account.id), 0)
    for (let one = 0; one < 31; one++) await marc.send(VIEWS, { ...view, name: `Vue ${one}` })
    assert.lengthOf(await SavedView.query().where('accountId', marc.account.id), 30)
    assert.isNotNull(town.number)
  }).timeout(60_000)
})
