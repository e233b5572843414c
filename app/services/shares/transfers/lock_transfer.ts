import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import ShareTransfer from '#models/shares/share_transfer'
import { SharesError } from '#services/shares/errors'

/**
 * The transfer, locked, while nothing has ended it.
 *
 * @throws SharesError `unknown_transfer`, `transfer_over`
 */
export async function lockPendingTransfer(
  trx: TransactionClientContract,
  id: string
): Promise<ShareTransfer> {
  const transfer = await ShareTransfer.query({ client: trx }).where('id', id).forUpdate().first()
  if (!transfer) throw new SharesError('unknown_transfer')
  if (!transfer.isPending) throw new SharesError('transfer_over')
  return transfer
}

/** The same once its taker has agreed: only then is it decided. @throws SharesError `not_accepted` */
export async function lockAcceptedTransfer(
  trx: TransactionClientContract,
  id: string
): Promise<ShareTransfer> {
  const transfer = await lockPendingTransfer(trx, id)
  if (!transfer.isAccepted) throw new SharesError('not_accepted')
  return transfer
}
