import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Member from '#models/membership/member'
import ShareSubscription from '#models/shares/share_subscription'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { SharesError, type SharesRefusal } from '#services/shares/errors'
import { inRegister } from '#services/shares/movements/in_register'
import { holdingOf } from '#services/shares/queries/holding_of'
import { leastFirstPaymentCents } from '#services/shares/rules/capital_floor'
import { isWithinPublicHalf } from '#services/shares/rules/public_half'
import { subscribedCents } from '#services/shares/rules/subscription_amount'
import { maySubscribe } from '#services/shares/subscriptions/may_subscribe'
import { assertLeast } from '#services/shares/transfers/assert_transferable'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import type { Result } from '#values/result'
import type { DateTime } from 'luxon'

export type Bulletin = {
  memberId: string
  /** What people write into their transfer. */
  reference: string
  shares: number
  nominalCents: bigint
  /** What is paid at once, in cents; the rest is called later (C08). */
  firstPaymentCents: bigint
  /** The signed bulletin, its SHA-256 and the evidence of the signature. */
  bulletin: Record<string, unknown>
  bulletinSha256: string
  evidence?: Record<string, unknown> | null
  signedAt: DateTime
  applicationId?: string | null
  actor: Actor
  clock: Clock
  id?: string
}

/**
 * Takes a signed bulletin in: the subscription waits for its money. Refused where the database
 * would refuse its registration by what is known today: another nominal value or too few shares
 * (C07), too small a first payment (C08), public bodies above half (C09).
 */
export async function openSubscription(
  trx: TransactionClientContract,
  given: Bulletin
): Promise<Result<ShareSubscription, SharesRefusal>> {
  const { actor, clock, id, ...bulletin } = given
  return inRegister(async (inner) => {
    const { settings } = await requireStatutes(clock.now(), inner)
    const member = await Member.query({ client: inner }).where('id', bulletin.memberId).first()
    if (!member) throw new SharesError('unknown_member')
    if (!maySubscribe(member)) throw new SharesError('member_has_left')
    assertBulletin(given, settings)
    const held = await holdingOf(member.id, inner)
    await assertLeast(inner, { memberId: member.id, after: held.shares + given.shares }, clock)
    if (member.kind === 'public_body') await assertPublicHalf(inner, given)
    const opened = await ShareSubscription.create(
      {
        ...bulletin,
        id: id ?? newId(),
        evidence: bulletin.evidence ?? null,
        applicationId: bulletin.applicationId ?? null,
        receivedCents: 0n,
        state: 'awaiting_payment',
        createdAt: clock.now(),
      },
      { client: inner }
    )
    await recordAuditEvent(inner, {
      actor,
      action: 'shares.open_subscription',
      subject: { type: 'share_subscription', id: opened.id },
      after: { reference: opened.reference, shares: opened.shares, total_cents: opened.totalCents },
      clock,
    })
    return opened
  }, trx)
}

function assertBulletin(given: Bulletin, { capital }: StatuteSettings) {
  const { shares, nominalCents, firstPaymentCents } = given
  if (!Number.isSafeInteger(shares) || shares <= 0) throw new SharesError('shares_not_whole')
  if (nominalCents !== BigInt(capital.nominalCents)) throw new SharesError('nominal_of_statutes')
  const total = subscribedCents(shares, nominalCents)
  const least = leastFirstPaymentCents(total, capital.paidUpBp)
  if (firstPaymentCents < least || firstPaymentCents > total) {
    throw new SharesError('paid_up_part', {
      least_cents: String(least),
      total_cents: String(total),
    })
  }
}

/** Counts what is signed and awaited too, so that no public money is taken that must go back. */
async function assertPublicHalf(
  trx: TransactionClientContract,
  { shares, nominalCents }: Bulletin
) {
  const { rows } = await trx.rawQuery(
    `SELECT (t.subscribed_cents + coalesce(w.total, 0))::text AS capital,
            (t.public_cents + coalesce(w.public, 0))::text AS public
       FROM capital_totals t, (
         SELECT sum(s.shares * s.nominal_cents) AS total,
                sum(s.shares * s.nominal_cents) FILTER (WHERE m.kind = 'public_body') AS public
           FROM share_subscriptions s JOIN members m ON m.id = s.member_id
          WHERE s.state = 'awaiting_payment') w`
  )
  const more = subscribedCents(shares, nominalCents)
  const [capital, held] = [BigInt(rows[0].capital) + more, BigInt(rows[0].public) + more]
  if (!isWithinPublicHalf(held, capital)) {
    throw new SharesError('public_half', {
      public_cents: String(held),
      capital_cents: String(capital),
    })
  }
}
