import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import ShareMovement from '#models/shares/share_movement'
import { recordAuditEvent } from '#services/identity/record_audit_event'
import { SharesError, type SharesRefusal } from '#services/shares/errors'
import {
  afterCorrection,
  beforeCorrection,
  type Correction,
} from '#services/shares/movements/correction_effects'
import { inRegister } from '#services/shares/movements/in_register'
import { writeMovement } from '#services/shares/movements/record_movement'
import { reversedLines } from '#services/shares/movements/reversed_lines'
import type { Result } from '#values/result'

/**
 * C11: an error in the register is undone by its exact reverse, which names it and says why; both
 * stay readable. The entry of the ledger is reversed with it, and what depended on the movement
 * (subscription, call, transfer, claim, membership) is as it was before. Later movements that need
 * it are corrected first.
 */
export function correctMovement(input: Correction): Promise<Result<ShareMovement, SharesRefusal>> {
  const { number, reason, actor, clock } = input
  return inRegister(async (trx) => {
    if (!reason.trim()) throw new SharesError('reason_missing')
    const original = await ShareMovement.query({ client: trx })
      .where('number', String(number))
      .first()
    if (!original) throw new SharesError('unknown_movement')
    if (original.type === 'correct') throw new SharesError('correction_is_final')
    if (await correctionOf(trx, number)) throw new SharesError('corrected_already')
    await beforeCorrection(trx, original, input)
    const reverse = await writeMovement(trx, {
      type: 'correct',
      effectiveOn: clock.now(),
      fromMemberId: original.toMemberId,
      fromPocket: original.toPocket,
      toMemberId: original.fromMemberId,
      toPocket: original.fromPocket,
      shares: original.shares,
      nominalCents: original.nominalCents,
      paidCents: original.paidCents,
      subscriptionId: null,
      transferId: null,
      claimId: null,
      corrects: number,
      reason,
      lines: await reversedLines(trx, original.pieceReference),
      label: (own) => `Mouvement n° ${own}, correction du n° ${number}`,
      actor,
      clock,
    })
    await afterCorrection(trx, original, input)
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.correct_movement',
      subject: { type: 'share_movement', id: original.id },
      after: { number, corrected_by: reverse.number },
      reason,
      clock,
    })
    return reverse
  })
}

function correctionOf(trx: TransactionClientContract, number: bigint) {
  return ShareMovement.query({ client: trx }).where('corrects', String(number)).first()
}
