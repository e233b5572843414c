import { test } from '@japa/runner'
import testUtils from '@adonisjs/core/services/test_utils'
import { givenWork } from '#tests/functional/catalogue/scene'
import { givenAccount } from '#tests/support/accounts'
import { deskOf, givenDesk, isRefused, withClock } from '#tests/support/desk'
import { FixedClock } from '#values/clock'

const clock = new FixedClock('2031-03-10T10:00:00')
const REGISTERS = [
  '/catalogue/office/works.csv',
  '/identity/office/accounts.csv',
  '/royalties/office/periods.csv',
  '/publication/office/mandates/mandates.csv',
]

test.group('Registers as files', (group) => {
  withClock(group, clock)
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('each register of the office is a file for those who may see it, and for nobody else', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['administrator'])
    const outsider = deskOf(client, await givenAccount())
    for (const path of REGISTERS) {
      const file = await desk.file(path)
      file.assertStatus(200)
      assert.match(file.header('content-type')!, /^text\/csv/, path)
      assert.match(file.header('content-disposition')!, /filename="peerfy-\w+\.csv"/, path)
      assert.match(file.text().split('\r\n')[0], /^(id|period),/, path)
      assert.isTrue(isRefused(await outsider.file(path)), path)
      const nobody = await client.get(path).redirects(0)
      assert.match(nobody.header('location')!, /sign-in/, path)
    }
  })

  test('a file holds what the page was asked for, and no formula', async ({ client, assert }) => {
    await givenWork(clock, '=HYPERLINK("http://x")', 'Zzcsv')
    await givenWork(clock, 'Zzautre', 'Zzhors')
    const desk = await givenDesk(client, ['moderator'])
    const found = await desk.file('/catalogue/office/works.csv?search=zzcsv&state=draft')
    const lines = found.text().trim().split('\r\n')
    assert.lengthOf(lines, 2)
    assert.include(lines[1], `"'=HYPERLINK(""http://x"")",Zzcsv,audio,,,draft,`)
    assert.notEqual(
      (await desk.file('/catalogue/office/works.csv?state=lost').redirects(0)).status(),
      200
    )
  })

  test('accounts and mandates are searched and sorted as on their pages', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['administrator'], 'Zzbureau Un')
    await givenAccount({ fullName: 'Zzbureau Deux' })
    const file = await desk.file('/identity/office/accounts.csv?search=zzbureau&sort=-name')
    const names = file.text().trim().split('\r\n').slice(1)
    assert.deepEqual(
      names.map((line: string) => line.split(',')[1]),
      ['Zzbureau Un', 'Zzbureau Deux']
    )
    assert.include(names[0], ',administrator,true,true,false,')
    const mandates = '/publication/office/mandates'
    const { props } = (await desk.page(`${mandates}?search=personne&sort=name`)).body()
    assert.deepEqual([props.mandates, props.filters.sort], [[], 'name'])
    assert.notEqual((await desk.page(`${mandates}?sort=secret`).redirects(0)).status(), 200)
  })

  test('everybody may take the published months', async ({ client, assert }) => {
    const file = await client.get('/publication/months.csv')
    file.assertStatus(200)
    assert.match(file.text(), /^period,revision,subscribers,gross_cents,/)
    const page = await client.get('/publication').withInertia()
    assert.containsSubset(page.inertiaProps.paging, { page: 1, perPage: 24 })
  })
})
