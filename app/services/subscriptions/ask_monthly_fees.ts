import mail from '@adonisjs/mail/services/main'
import FeeMail from '#mails/subscriptions/fee_mail'
import type Payment from '#models/subscriptions/payment'
import Subscription from '#models/subscriptions/subscription'
import env from '#start/env'
import type { Actor } from '#services/identity/record_audit_event'
import { feeReference } from '#services/subscriptions/fee_reference'
import { recordPayment } from '#services/subscriptions/record_payment'
import type { Clock } from '#values/clock'
import { periodOf } from '#values/period'
import db from '@adonisjs/lucid/services/db'

interface Input {
  rail: Payment['rail']
  actor: Actor
  clock: Clock
}

const BATCH = 500

/** How this co-operative is paid: the demo invents its payments, elsewhere the bank shows them. */
export function subscriptionRail(): Extract<Payment['rail'], 'demo' | 'transfer'> {
  return env.get('PEERFY_DEMO') ? 'demo' : 'transfer'
}

/**
 * Asks every active subscription for the fee of the current month, unless it was asked for one in
 * this month already (a new subscription pays on its first day), and writes to those who have a
 * transfer to make. Runs every night; asking again changes nothing, since a month's fee has one
 * reference. Nobody is asked while their account is suspended.
 *
 * @returns how many fees were asked for
 */
export async function askMonthlyFees({ rail, actor, clock }: Input): Promise<number> {
  const period = periodOf(clock.now())
  let asked = 0
  let after = ''
  for (;;) {
    const owing = await owingSubscriptions(clock, after)
    for (const { id } of owing) {
      const externalReference = feeReference(rail, id, period)
      const fee = { subscriptionId: id, rail, externalReference, actor, clock }
      const outcome = await recordPayment(fee)
      if (!outcome.ok && outcome.error !== 'subscription_ended') {
        throw new Error(`The fee of subscription ${id} for ${period} was refused: ${outcome.error}`)
      }
      if (!outcome.ok) continue
      asked++
      if (rail === 'transfer') await tell(outcome.value)
    }
    if (owing.length < BATCH) return asked
    after = owing.at(-1)!.id
  }
}

function owingSubscriptions(clock: Clock, after: string) {
  const owing = Subscription.query()
    .select('id')
    .where('state', 'active')
    .whereDoesntHave('payments', (payments) =>
      payments.where('createdAt', '>=', clock.now().startOf('month').toJSDate())
    )
    .whereDoesntHave('subscriber', (subscriber) =>
      subscriber.whereExists((account) =>
        account
          .from('accounts')
          .whereColumn('accounts.id', 'subscribers.account_id')
          .whereNotNull('accounts.disabled_at')
      )
    )
    .orderBy('id')
    .limit(BATCH)
  if (after) owing.where('id', '>', after)
  return owing
}

/** Leaves after the fee is in the register; who misses it finds the fee on their own page. */
async function tell(payment: Payment): Promise<void> {
  const person = await db
    .from('subscribers')
    .join('accounts', 'accounts.id', 'subscribers.account_id')
    .where('subscribers.id', payment.subscriberId)
    .whereNull('accounts.closed_at')
    .select('accounts.email', 'accounts.full_name', 'accounts.locale')
    .first()
  if (!person) return
  await mail.sendLater(
    new FeeMail({
      to: person.email,
      fullName: person.full_name,
      locale: person.locale,
      amountCents: payment.grossCents,
      reference: payment.externalReference,
      url: new URL('/subscriptions/mine', env.get('APP_URL')).toString(),
    })
  )
}
