import SplitSheet from '#models/licensing/split_sheet'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'

export interface ShareInForce {
  /** Null: not accepted yet, the share belongs to suspense (P17). */
  payeeId: string | null
  basisPoints: number
}

/**
 * A work's split sheet in force on a day: of those valid by then, the one of the highest version.
 *
 * @param day YYYY-MM-DD; the close asks for the period's last day
 */
export function splitSheetInForce(
  workId: string,
  day: string,
  client?: QueryClientContract
): Promise<SplitSheet | null> {
  return SplitSheet.query({ client })
    .where('workId', workId)
    .where('validFrom', '<=', day)
    .orderBy('version', 'desc')
    .preload('lines', (lines) =>
      lines.orderBy('basisPoints', 'desc').orderBy('payeeId').preload('payee')
    )
    .first()
}

/**
 * Who a work's money belongs to on a day, unaccepted shares folded into one line of suspense. A
 * work without a sheet is wholly in suspense.
 */
export async function sharesInForce(
  workId: string,
  day: string,
  client?: QueryClientContract
): Promise<ShareInForce[]> {
  const sheet = await splitSheetInForce(workId, day, client)
  if (!sheet) return [{ payeeId: null, basisPoints: 10_000 }]
  const accepted = sheet.lines.filter((line) => line.isAccepted)
  const waiting = sheet.lines
    .filter((line) => !line.isAccepted)
    .reduce((sum, line) => sum + line.basisPoints, 0)
  return [
    ...accepted.map(({ payeeId, basisPoints }) => ({ payeeId, basisPoints })),
    ...(waiting > 0 ? [{ payeeId: null, basisPoints: waiting }] : []),
  ]
}
