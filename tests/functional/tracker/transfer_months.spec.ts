import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { lucidDatabase } from '#services/tracker/lucid_database'
import { prepareTransferMonths } from '#services/tracker/prepare_transfer_months'
import { clockOf } from './scene.js'

async function transferAt(at: string) {
  const nobody = { token_id: 0, info_hash: Buffer.alloc(20), peer_id: Buffer.alloc(20) }
  await db
    .table('transfer_deltas')
    .insert({ at, ...nobody, uploaded: 0, downloaded: 7, left_bytes: 0 })
}

async function tableOf(at: string): Promise<string[]> {
  const { rows } = await db.rawQuery(
    'SELECT tableoid::regclass::text AS name FROM transfer_deltas WHERE at = ? ORDER BY 1',
    [at]
  )
  return rows.map((row: { name: string }) => row.name)
}

test.group('Transfers by month', () => {
  test('each month lies in a table of its own, made ahead, also what came before it', async ({
    assert,
  }) => {
    const clock = clockOf('2033-05')
    const early = '2033-05-03T10:00:00Z'
    await transferAt(early)
    assert.deepEqual(await tableOf(early), ['transfer_deltas_default'])
    await Promise.all([
      prepareTransferMonths(lucidDatabase, clock),
      prepareTransferMonths(lucidDatabase, clock),
    ])
    await prepareTransferMonths(lucidDatabase, clock)
    assert.deepEqual(await tableOf(early), ['transfer_deltas_2033_05'])

    // The last instants of May and the first of June, in Paris.
    for (const [at, table] of [
      ['2033-05-31T21:59:59Z', 'transfer_deltas_2033_05'],
      ['2033-05-31T22:00:00Z', 'transfer_deltas_2033_06'],
    ]) {
      await transferAt(at)
      assert.deepEqual(await tableOf(at), [table])
    }
    await db.rawQuery('DROP TABLE transfer_deltas_2033_05')
    assert.isEmpty(await tableOf(early))
  })
})
