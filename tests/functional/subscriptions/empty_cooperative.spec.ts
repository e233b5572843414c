import ace from '@adonisjs/core/services/ace'
import testUtils from '@adonisjs/core/services/test_utils'
import { test } from '@japa/runner'
import LicenceText from '#models/licensing/licence_text'
import StatuteProfile from '#models/statutes/statute_profile'
import Plan from '#models/subscriptions/plan'

const PREPARING = [
  'subscriptions:install-plan',
  'licensing:install-texts',
  'statutes:install-profile',
]

test.group('What an empty co-operative starts with', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('the plan on offer, the licence texts and statutes to complete, however often it starts', async ({
    assert,
  }) => {
    const count = () => Promise.all([Plan.query(), LicenceText.query(), StatuteProfile.query()])
    const kept: number[][] = []
    for (let start = 0; start < 2; start++) {
      for (const name of PREPARING) {
        const command = await ace.exec(name, [])
        command.assertSucceeded()
      }
      const rows = await count()
      kept.push(rows.map((list) => list.length))
    }
    assert.deepEqual(kept[0], kept[1])
    assert.isTrue(kept[0].every((length) => length > 0))
  })
})
