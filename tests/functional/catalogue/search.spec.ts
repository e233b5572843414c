import testUtils from '@adonisjs/core/services/test_utils'
import { test } from '@japa/runner'
import { findWorkPage } from '#services/catalogue/queries/find_work_page'
import { searchCatalogue } from '#services/catalogue/queries/search_catalogue'
import { givenWork } from '#tests/functional/catalogue/scene'
import { FixedClock } from '#values/clock'

const clock = new FixedClock('2031-03-10T10:00:00')

/** A published work without its files: the search does not look at them. */
async function givenPublished(title: string, artistName: string) {
  const { work } = await givenWork(clock, title, artistName)
  return work.merge({ state: 'published', publishedAt: clock.now() }).save()
}

async function titles(text: string) {
  const found = await searchCatalogue({ text, sort: 'title', page: 1, perPage: 50 })
  return found.all().map((work) => work.title)
}

test.group('public catalogue', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('accents and case do not matter, title and artist are searched', async ({ assert }) => {
    await givenPublished('Épaves zzq', 'Marée Zzq')
    await givenPublished('Œuvre zzq', 'Élan')
    await givenWork(clock, 'Épaves zzq brouillon', 'Marée Zzq')
    assert.deepEqual(await titles('EPAVES zzq'), ['Épaves zzq'])
    assert.deepEqual(await titles('maree zzq'), ['Épaves zzq'])
    assert.deepEqual(await titles('elan oeuvre'), ['Œuvre zzq'])
    assert.deepEqual(await titles('zzq'), ['Épaves zzq', 'Œuvre zzq'])
    assert.deepEqual(await titles('zzq absent'), [])
  })

  test('wildcards and quotes in a search are plain characters', async ({ assert }) => {
    await givenPublished('100 % zzq', 'Deux')
    await givenPublished('100 fois zzq', 'L’Écho d’Ici')
    assert.deepEqual(await titles('% zzq'), ['100 % zzq'])
    assert.deepEqual(await titles('_ zzq'), [])
    assert.deepEqual(await titles("zzq ' ; drop"), [])
    assert.deepEqual(await titles('zzq \\'), [])
  })

  test('pages follow each other without loss or repetition', async ({ assert }) => {
    for (let number = 0; number < 7; number++) await givenPublished('Même titre zzp', 'Un')
    const ids: string[] = []
    for (const page of [1, 2, 3]) {
      const found = await searchCatalogue({ text: 'zzp', sort: 'title', page, perPage: 3 })
      assert.equal(found.total, 7)
      ids.push(...found.all().map((work) => work.id))
    }
    assert.equal(new Set(ids).size, 7)
  })

  test('P29: the page of a work is there only once it is published', async ({ assert }) => {
    const { work } = await givenWork(clock, 'Brouillon zzq')
    assert.isNull(await findWorkPage(work.slug, clock.now()))
    assert.isNotNull(await findWorkPage(work.slug, clock.now(), { unpublishedToo: true }))
    const other = await givenPublished('Paru zzq', 'Un')
    const page = await findWorkPage(other.slug, clock.now())
    assert.equal(page!.work.id, other.id)
    assert.isFalse(page!.isOpen)
  })
})
