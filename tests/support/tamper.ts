import db from '@adonisjs/lucid/services/db'

/** What only somebody who owns the database could do: a table's guards are off for one statement. */
export async function tamper(
  table: string,
  statement: string,
  values: Record<string, any> = {}
): Promise<void> {
  await db.transaction(async (trx) => {
    await trx.rawQuery(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
    await trx.rawQuery(statement, values)
    await trx.rawQuery(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
  })
}
