import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/** What PostgreSQL refuses at COMMIT alone is refused to whoever asked, and not lost in silence. */
test.group('Ledger | a commit that PostgreSQL refuses', () => {
  /** Two rows that a constraint looked at only at COMMIT does not allow. */
  async function twiceTheSame(trx: TransactionClientContract) {
    await trx.rawQuery(
      `CREATE TEMPORARY TABLE commit_probe (id int, UNIQUE (id) DEFERRABLE INITIALLY DEFERRED)
         ON COMMIT DROP`
    )
    await trx.rawQuery('INSERT INTO commit_probe VALUES (1), (1)')
  }

  test('a managed transaction throws, and its hooks of success stay quiet', async ({ assert }) => {
    const told: string[] = []
    const work = db.transaction(async (trx) => {
      trx.after('commit', () => void told.push('commit'))
      await twiceTheSame(trx)
      return 'done'
    })
    await assert.rejects(() => work, /duplicate key/)
    assert.deepEqual(told, [])
  })

  test('a transaction committed by hand throws too, and gives its connection back', async ({
    assert,
  }) => {
    for (let turn = 0; turn < 30; turn += 1) {
      const trx = await db.transaction()
      await twiceTheSame(trx)
      await assert.rejects(() => trx.commit(), /duplicate key/)
      assert.isTrue(trx.isCompleted)
    }
    assert.equal((await db.rawQuery('SELECT 1 AS one')).rows[0].one, 1)
  })

  test('an error that was caught on the way does not pass for a success', async ({ assert }) => {
    const work = db.transaction(async (trx) => {
      await trx.rawQuery('SELECT 1 / 0').catch(() => {})
      return 'done'
    })
    await assert.rejects(() => work, /Nothing was committed/)
  })

  test('one inside another, and one that is good, go through', async ({ assert }) => {
    const answer = await db.transaction(async (trx) => {
      await trx.transaction(async (inner) => inner.rawQuery('SELECT 1 / 0')).catch(() => {})
      const { rows } = await trx.rawQuery('SELECT 2 AS two')
      return rows[0].two
    })
    assert.equal(answer, 2)
  })
})
