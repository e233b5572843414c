import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import AnnualAccounts from '#models/shares/annual_accounts'
import ExitClaim from '#models/shares/exit_claim'
import ShareMovement from '#models/shares/share_movement'
import type ShareSubscription from '#models/shares/share_subscription'
import { SharesError } from '#services/shares/errors'
import { financialYearOf } from '#services/shares/queries/financial_years'
import type { Clock } from '#values/clock'
import { dayOf, isoDay, type Day } from '#values/day'

/** Who decided that shares of the register must not stand, and on which day. */
export type VoidDecision = { by: string; on: Day }

/** C32: by then the accounts of a year are approved, recorded here or not. */
const ACCOUNTS_MONTHS = 6

/**
 * Whether a subscription whose shares were registered may still be cancelled and paid back in full.
 * That is for an error found soon, by somebody's decision; later on it would be a way out that knows
 * no losses (C14), no delay (C15) and no queue (C16): who leaves then leaves by an exit. Shares whose
 * movement was corrected count alike. What never was in the register is free.
 *
 * @throws SharesError `decision_needed`, `decision_in_future`, `decision_too_early`,
 *   `accounts_closed`, `moved_since`, `claims_wait`
 */
export async function assertVoidable(
  trx: TransactionClientContract,
  subscription: ShareSubscription,
  { decision, clock }: { decision?: VoidDecision | null; clock: Clock }
): Promise<void> {
  const first = await firstRegistration(trx, subscription)
  if (!first) return
  assertDecision(first, decision, clock)
  await assertAccountsOpen(trx, first, clock)
  const later = await laterMovement(trx, subscription, first)
  if (later) throw new SharesError('moved_since', { number: String(later.number) })
  const [{ $extras }] = await ExitClaim.query({ client: trx })
    .where('state', 'queued')
    .count('* as n')
  if (Number($extras.n) > 0) throw new SharesError('claims_wait', { count: Number($extras.n) })
}

function firstRegistration(
  trx: TransactionClientContract,
  { id, memberId }: ShareSubscription
): Promise<ShareMovement | null> {
  return ShareMovement.query({ client: trx })
    .where({ toMemberId: memberId, subscriptionId: id, type: 'subscribe' })
    .orderBy('number')
    .first()
}

function assertDecision(
  { effectiveOn }: ShareMovement,
  decision: VoidDecision | null | undefined,
  clock: Clock
): void {
  if (!decision?.by.trim()) throw new SharesError('decision_needed')
  const day = isoDay(decision.on)
  if (day > isoDay(clock.now())) throw new SharesError('decision_in_future')
  const registered = isoDay(effectiveOn)
  if (day < registered) throw new SharesError('decision_too_early', { registered_on: registered })
}

async function assertAccountsOpen(
  trx: TransactionClientContract,
  { effectiveOn }: ShareMovement,
  clock: Clock
): Promise<void> {
  const closed = await AnnualAccounts.query({ client: trx })
    .where('closedOn', '>=', isoDay(effectiveOn))
    .orderBy('closedOn')
    .first()
  const { to } = await financialYearOf(isoDay(effectiveOn))
  const isDue = isoDay(dayOf(to).plus({ months: ACCOUNTS_MONTHS })) < isoDay(clock.now())
  if (!closed && !isDue) return
  throw new SharesError('accounts_closed', { closed_on: closed ? isoDay(closed.closedOn) : to })
}

/** What moved the member's shares since; payments of this very subscription go back with it. */
function laterMovement(
  trx: TransactionClientContract,
  { id, memberId }: ShareSubscription,
  { number }: ShareMovement
): Promise<ShareMovement | null> {
  return ShareMovement.query({ client: trx })
    .where('number', '>', String(number))
    .where((touching) => touching.where('fromMemberId', memberId).orWhere('toMemberId', memberId))
    .whereNot('type', 'correct')
    .whereNotExists((correction) =>
      correction.from('share_movements as c').whereRaw('c.corrects = share_movements.number')
    )
    .where((other) => other.whereNull('subscriptionId').orWhereNot('subscriptionId', id))
    .orderBy('number')
    .first()
}
