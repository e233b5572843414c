import db from '@adonisjs/lucid/services/db'

const BATCH = 2_000

/**
 * The rows of a query in batches, read in one transaction: a file of millions of lines is sorted
 * once, shows one moment, and never lies in memory whole.
 */
export async function* readCursor(
  sql: string,
  values: Record<string, any>
): AsyncGenerator<Record<string, any>[]> {
  const trx = await db.transaction({ isolationLevel: 'repeatable read' })
  try {
    await trx.rawQuery(`DECLARE ledger_rows NO SCROLL CURSOR FOR ${sql}`, values)
    for (;;) {
      const { rows } = await trx.rawQuery(`FETCH ${BATCH} FROM ledger_rows`)
      if (rows.length === 0) return
      yield rows
    }
  } finally {
    await trx.rollback()
  }
}
