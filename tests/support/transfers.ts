import type ShareTransfer from '#models/shares/share_transfer'
import type { Actor } from '#services/identity/record_audit_event'
import type { SharesRefusal } from '#services/shares/errors'
import { acceptTransfer } from '#services/shares/transfers/answer_transfer'
import type { Handover } from '#services/shares/transfers/assert_transferable'
import { requestTransfer } from '#services/shares/transfers/request_transfer'
import type { Clock } from '#values/clock'
import type { Result } from '#values/result'

/** A side of a transfer that signed on paper. */
export const ON_PAPER = { method: 'paper', reference: 'Classeur 7' }

type Ordered = Handover & { priceCents?: bigint; actor: Actor; clock: Clock }

/** A transfer that its giver ordered on paper; it waits for its taker. */
export function orderTransfer(asked: Ordered): Promise<Result<ShareTransfer, SharesRefusal>> {
  return requestTransfer({ ...asked, evidence: ON_PAPER })
}

/** The taker agrees on paper. */
export function agreeTo(
  transferId: string,
  act: { actor: Actor; clock: Clock }
): Promise<Result<ShareTransfer, SharesRefusal>> {
  return acceptTransfer({ transferId, acceptance: ON_PAPER, ...act })
}

/** A transfer that both sides agreed to; it waits for the co-operative. */
export async function agreedTransfer(
  asked: Ordered
): Promise<Result<ShareTransfer, SharesRefusal>> {
  const ordered = await orderTransfer(asked)
  return ordered.ok ? agreeTo(ordered.value.id, asked) : ordered
}
