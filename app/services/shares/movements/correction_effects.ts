import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import CapitalCall from '#models/shares/capital_call'
import ExitClaim from '#models/shares/exit_claim'
import type ShareMovement from '#models/shares/share_movement'
import ShareSubscription from '#models/shares/share_subscription'
import { actorLabel, type Actor } from '#services/identity/record_audit_event'
import { LEDGER_ACCOUNTS as accounts } from '#services/ledger/chart_of_accounts'
import { postEntry, type EntryLine, type Journal } from '#services/ledger/post_entry'
import { undoDeparture } from '#services/membership/undo_departure'
import { cancelCall, openCalls } from '#services/shares/calls/announce_call'
import { claimPiece } from '#services/shares/claims/pay_claim'
import { SharesError } from '#services/shares/errors'
import { departIfEmpty } from '#services/shares/exits/depart_if_empty'
import { reversedLines } from '#services/shares/movements/reversed_lines'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'

export type Correction = { number: bigint; reason: string; actor: Actor; clock: Clock }

type Effect = (
  trx: TransactionClientContract,
  original: ShareMovement,
  correction: Correction
) => Promise<void>

/** What must be undone before the reverse can be entered, and what forbids it. */
export const beforeCorrection: Effect = async (trx, original, act) => {
  const { type } = original
  if (type === 'subscribe') {
    const subscription = await subscriptionOf(trx, original)
    for (const call of await openCalls(trx, subscription.id)) {
      await cancelCall(trx, { call, subscription }, act)
    }
  }
  if (type === 'cancel' && !original.claimId) throw new SharesError('void_is_final')
  if (['withdraw', 'exclude', 'death'].includes(type)) {
    const claim = await claimOf(trx, original)
    if (claim.state === 'paid') throw new SharesError('claim_paid')
  }
}

/** What the movement had done beside the register and is as before now. */
export const afterCorrection: Effect = async (trx, original, act) => {
  const { type } = original
  if (type === 'subscribe') {
    const subscription = await subscriptionOf(trx, original)
    await subscription.unregister().save()
  }
  if (type === 'call') await reopenCalls(trx, original, act)
  if (type === 'transfer') await giveBack(trx, original, act)
  if (type === 'cancel') await unpayClaim(trx, original, act)
  if (['withdraw', 'exclude', 'death'].includes(type)) {
    const claim = await claimOf(trx, original)
    await claim.merge({ state: 'void' }).save()
    await undoDeparture(trx, { memberId: claim.memberId, exitId: claim.exitId, ...act })
  }
}

function subscriptionOf(trx: TransactionClientContract, { subscriptionId }: ShareMovement) {
  return ShareSubscription.query({ client: trx })
    .where('id', subscriptionId!)
    .forUpdate()
    .firstOrFail()
}

function claimOf(trx: TransactionClientContract, { claimId }: ShareMovement) {
  return ExitClaim.query({ client: trx }).where('id', claimId!).forUpdate().firstOrFail()
}

/** The calls are open again, the last paid first; the money waits on account 4563 for its owner. */
const reopenCalls: Effect = async (trx, original, act) => {
  const subscription = await subscriptionOf(trx, original)
  await subscription
    .merge({ receivedCents: subscription.receivedCents - original.paidCents })
    .save()
  const calls = await CapitalCall.query({ client: trx })
    .where('subscriptionId', subscription.id)
    .where('paidCents', '>', '0')
    .orderBy([
      { column: 'dueOn', order: 'desc' },
      { column: 'createdAt', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .forUpdate()
  let left = original.paidCents
  for (const call of calls) {
    const part = left < call.paidCents ? left : call.paidCents
    await call.merge({ paidCents: call.paidCents - part }).save()
    left -= part
  }
  const { memberId: auxiliary } = subscription
  await post(trx, act, 'OD', `OD-parts-${original.id}-rendu`, [
    { account: accounts.membersCalled, auxiliary, debitCents: original.paidCents },
    { account: accounts.membersReceived, auxiliary, creditCents: original.paidCents },
  ])
}

const giveBack: Effect = async (trx, original, { reason, actor, clock }) => {
  const { fromMemberId, toMemberId } = original
  await undoDeparture(trx, { memberId: fromMemberId!, exitId: null, reason, actor, clock })
  await departIfEmpty(trx, { memberId: toMemberId!, actor, clock })
}

/** The transfer came back: the money is at the bank again, the claim in its place in the queue. */
const unpayClaim: Effect = async (trx, original, act) => {
  const claim = await claimOf(trx, original)
  const piece = claimPiece(claim.id, original.number)
  await post(trx, act, 'BQ', `${piece}-retour`, await reversedLines(trx, piece))
  await claim.unpay().save()
}

function post(
  trx: TransactionClientContract,
  { number, actor, clock }: Correction,
  journal: Journal,
  pieceReference: string,
  lines: EntryLine[]
) {
  return postEntry(
    {
      journal,
      date: isoDay(clock.now()),
      pieceReference,
      label: `Correction du mouvement n° ${number}`,
      lines,
      postedBy: actorLabel(actor),
      postedAt: clock.now(),
    },
    trx
  )
}
