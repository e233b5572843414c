import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { refusalOf, type SharesRefusal } from '#services/shares/errors'
import { err, ok, type Result } from '#values/result'

/**
 * Runs a use case of the register in one transaction that holds the register: whoever else moves
 * shares waits, so what is read inside stays true until the end. A `SharesError`, or a gate of the
 * database, undoes everything and becomes the answer. Inside a caller's transaction it is a
 * savepoint of it.
 */
export async function inRegister<T>(
  work: (trx: TransactionClientContract) => Promise<T>,
  client: Pick<TransactionClientContract, 'transaction'> = db
): Promise<Result<T, SharesRefusal>> {
  try {
    return ok(
      await client.transaction(async (trx) => {
        await trx.rawQuery('SELECT last_number FROM capital_totals FOR UPDATE')
        return work(trx)
      })
    )
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) throw error
    return err(refusal)
  }
}
