import { test } from '@japa/runner'
import fc from 'fast-check'
import testUtils from '@adonisjs/core/services/test_utils'
import { withClock } from '#tests/support/desk'
import { givenAdmitted, givenHolder } from '#tests/support/shares'
import { SharesStory } from '#tests/support/shares_story'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { FixedClock } from '#values/clock'

const START = '2026-03-10T10:00:00'
const clock = new FixedClock(START)
const act = fc.record({ what: fc.nat(1_000), who: fc.nat(1_000), much: fc.nat(100_000) })

/** Ten people, a bookshop that must hold ten shares, and a town. */
async function cast() {
  const people = []
  for (let index = 0; index < 10; index++) people.push(await givenHolder(clock, 5 + index * 9))
  const shop = { kind: 'legal', categoryCodes: ['partner'], name: 'Librairie' } as const
  people.push(await givenHolder(clock, 15, { ...shop, categoryCodes: ['partner'] }))
  people.push(await givenAdmitted(clock, { kind: 'public_body', name: 'Ville' }))
  return people
}

async function live(acts: { what: number; who: number; much: number }[]) {
  clock.moveTo(START)
  const rollback = await testUtils.db().wrapInGlobalTransaction()
  try {
    await adoptTestStatutes({ capital: { paidUpBp: 2_500 } })
    await new SharesStory(clock, await cast()).live(acts)
  } finally {
    await rollback()
  }
}

test.group('Shares | any story', (group) => {
  group.setup(() => emptyCooperative())
  withClock(group, clock)

  test('C09, C10, C11: whatever the office does, movements, holdings, accounts 101 and gates agree, and every past day stays as it was shown', async () => {
    await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 25, maxLength: 50 }), live), {
      numRuns: 12,
      endOnFailure: true,
    })
  }).timeout(180_000)
})
