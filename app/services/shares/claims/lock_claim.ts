import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import ExitClaim from '#models/shares/exit_claim'
import { SharesError } from '#services/shares/errors'

/** A claim, held until the transaction ends. @throws SharesError `unknown_claim`, `claim_void` */
export async function lockClaim(trx: TransactionClientContract, id: string): Promise<ExitClaim> {
  const claim = await ExitClaim.query({ client: trx }).where('id', id).forUpdate().first()
  if (!claim) throw new SharesError('unknown_claim')
  if (claim.state === 'void') throw new SharesError('claim_void')
  return claim
}
