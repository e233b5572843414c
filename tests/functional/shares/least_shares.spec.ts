import { test } from '@japa/runner'
import MemberCategory from '#models/membership/member_category'
import { addCategory } from '#services/membership/categories/add_category'
import { endCategory } from '#services/membership/categories/end_category'
import { MembershipError } from '#services/membership/errors'
import { shareAlerts } from '#services/shares/queries/share_alerts'
import { shortHoldings } from '#services/shares/queries/short_holdings'
import { draftStatutes } from '#services/statutes/draft_statutes'
import { adoptionWarnings } from '#services/statutes/adoption_warnings'
import { REFERENCE_SETTINGS } from '#services/statutes/reference_profile'
import { givenDesk } from '#tests/support/desk'
import { buyShares, givenHolder, OFFICE, withCooperative } from '#tests/support/shares'
import { adoptTestStatutes } from '#tests/support/statutes'
import { FixedClock } from '#values/clock'

const clock = new FixedClock('2026-03-10T10:00:00')
const act = { actor: OFFICE, clock }

/** The reference categories, with another least number for one of them. */
const categoriesWith = (code: string, minShares: number) =>
  REFERENCE_SETTINGS.categories.map((its) => (its.code === code ? { ...its, minShares } : its))

test.group('Shares | fewer than the category asks', (group) => {
  withCooperative(group, {
    clock,
    at: '2026-03-10T10:00:00',
    statutes: { categories: categoriesWith('subscriber', 3) },
  })

  const leastAlert = async () =>
    (await shareAlerts(clock)).find(({ key }) => key === 'shares.alerts.least_shares')

  test('C07 a category that asks for more is not added before the shares are there', async ({
    assert,
  }) => {
    const member = await givenHolder(clock, 2)
    const add = () =>
      addCategory({ memberId: member.id, code: 'subscriber', reason: 'abonnement', ...act })
    const refusal = await add().then(
      () => null,
      (error) => error
    )
    assert.instanceOf(refusal, MembershipError)
    assert.deepInclude({ ...refusal }, { code: 'least_shares', figures: { least: 3, held: 2 } })
    assert.lengthOf(await MemberCategory.query().where('memberId', member.id), 1)
    await buyShares(clock, member.id, 1)
    await add()
  })

  test('C07 a quality that ends is recorded, with a word on the shares that are missing, and an alert from that day', async ({
    assert,
  }) => {
    const member = await givenHolder(clock, 1, { categoryCodes: ['artist', 'subscriber'] })
    assert.isUndefined(await leastAlert())
    const artist = await MemberCategory.findByOrFail('categoryCode', 'artist')
    const ended = await endCategory({
      categoryId: artist.id,
      on: '2026-04-01',
      reason: 'fin',
      ...act,
    })
    assert.deepEqual(ended.short, { least: 3, held: 1 })
    assert.isUndefined(await leastAlert())
    clock.moveTo('2026-04-01T10:00')
    assert.deepInclude(await leastAlert(), {
      rule: 'C07',
      params: { count: 1, numbers: String(member.number) },
    })
  })

  test('C07 statutes that ask for more warn before they are adopted, and then by an alert', async ({
    assert,
    client,
  }) => {
    for (const shares of [1, 2, 4]) await givenHolder(clock, shares)
    const categories = categoriesWith('supporter', 3)
    const [warning] = await adoptionWarnings({ ...REFERENCE_SETTINGS, categories }, '2026-03-10')
    assert.deepEqual(warning, {
      key: 'shares.alerts.least_shares_draft',
      params: { count: 2, numbers: '1, 2' },
    })
    const draft = await draftStatutes({ label: 'Statuts 2027', ...act })
    await draft.merge({ settings: { ...draft.settings, categories } }).save()
    const { page } = await givenDesk(client, ['secretary'])
    const shown = await page(`/statutes/office/profiles/${draft.id}`)
    const { warnings } = shown.inertiaProps as { warnings: string[] }
    assert.match(warnings[0], /2 sociétaires détiendraient.*n° 1, 2\)/)
    await adoptTestStatutes({ categories }, '2026-02-01')
    assert.equal((await leastAlert())!.params.count, 2)
    assert.deepEqual(
      await shortHoldings({ categories: REFERENCE_SETTINGS.categories }, '2026-03-10'),
      {
        count: 0,
        numbers: '',
      }
    )
  })
})
