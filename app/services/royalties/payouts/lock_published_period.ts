import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Period from '#models/royalties/period'
import { RoyaltiesError } from '#services/royalties/errors'

/**
 * The month, locked, whose transfers are exported or recorded.
 *
 * @throws RoyaltiesError `not_published`: nothing is paid before
 */
export async function lockPublishedPeriod(
  period: string,
  trx: TransactionClientContract
): Promise<Period> {
  const row = await Period.lock(period, trx)
  if (row.state !== 'published' && row.state !== 'paid') {
    throw new RoyaltiesError('not_published', `${period} is not published: nothing is paid before`)
  }
  return row
}
