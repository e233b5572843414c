import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { lucidDatabase } from '#services/tracker/lucid_database'
import { recordCompletions } from '#services/tracker/record_completions'
import { verifyUsageChain } from '#services/tracker/verify_usage_chain'
import { clockOf, makeSubscriber, makeWork, tokenFor } from './scene.js'

const clock = clockOf('2031-05')
const day = '2031-05-15'

/** Runs what nobody may do, and takes it back. */
async function tampered(statement: string, then: () => Promise<void>) {
  await db.beginGlobalTransaction()
  try {
    for (let i = 0; i < 16; i++) {
      const partition = `usage_units_2031_05_${i.toString(16)}`
      await db.rawQuery(`ALTER TABLE ${partition} DISABLE TRIGGER USER`)
    }
    await db.rawQuery(statement)
    await then()
  } finally {
    await db.rollbackGlobalTransaction()
  }
}

test.group('The chain of a day', (group) => {
  group.setup(async () => {
    for (let i = 0; i < 4; i++) {
      const { workId } = await makeWork()
      const subscriberId = await makeSubscriber()
      await tokenFor(subscriberId, workId, clock)
      const token = await db.from('announce_tokens').where('subscriber_id', subscriberId).first()
      const completion = { tokenId: token.id, subscriberId, workId, evidence: 'announce' as const }
      const counted = await lucidDatabase.transaction((client) =>
        recordCompletions(client, { completions: [completion, completion], clock })
      )
      if (counted[0] !== true || counted[1] !== false) throw new Error('counted twice')
    }
  })

  test('P10: a day as it was written holds', async ({ assert }) => {
    const verdict = await verifyUsageChain(lucidDatabase, { day })
    assert.isTrue(verdict.holds)
  })

  test('P10: an edited unit is named', async ({ assert }) => {
    await tampered(
      `UPDATE usage_units SET units = 7 WHERE day = '${day}' AND day_position = 2`,
      async () => {
        const verdict = await verifyUsageChain(lucidDatabase, { day })
        assert.include(verdict, { holds: false, position: 2 })
      }
    )
  })

  test('P10: a removed unit is named, also the last one', async ({ assert }) => {
    const { units } = await db.from('usage_days').where('day', day).first()
    for (const position of [1, units]) {
      await tampered(
        `DELETE FROM usage_units WHERE day = '${day}' AND day_position = ${position}`,
        async () => {
          const verdict = await verifyUsageChain(lucidDatabase, { day })
          assert.include(verdict, { holds: false, position })
        }
      )
    }
  })

  test('units cannot be edited or deleted in the ordinary way', async ({ assert }) => {
    await assert.rejects(() => db.from('usage_units').where('day', day).update({ units: 2 }))
    await assert.rejects(() => db.from('usage_units').where('day', day).delete())
    await assert.rejects(() => db.from('completions').delete())
  })
})
