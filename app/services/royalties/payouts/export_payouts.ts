import db from '@adonisjs/lucid/services/db'
import Payout from '#models/royalties/payout'
import { actorAccountId, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { RoyaltiesError } from '#services/royalties/errors'
import { assertHoldOver } from '#services/royalties/payouts/hold'
import { lockPublishedPeriod } from '#services/royalties/payouts/lock_published_period'
import type { Clock } from '#values/clock'

/**
 * Gives the list of a published month's transfers as CSV for the bank and marks them exported. The
 * same list comes again when it is asked for again; who exported it first stays on it.
 *
 * @returns CSV: reference,payee_id,payee_name,amount_eur
 * @throws RoyaltiesError `not_published`, `hold_not_over` (P16), `person_needed`
 */
export async function exportPayouts(input: {
  period: string
  actor: Actor
  clock: Clock
}): Promise<string> {
  const { period, actor, clock } = input
  const accountId = requirePerson(actor)
  return db.transaction(async (trx) => {
    const row = await lockPublishedPeriod(period, trx)
    await assertHoldOver(period, clock)
    const payouts = await Payout.query({ client: trx })
      .where({ period, revision: row.revision })
      .orderBy('reference')
      .preload('payee')
    for (const payout of payouts) await payout.markExported(accountId, clock.now())
    await recordAuditEvent(trx, {
      actor,
      action: 'royalties.export_payouts',
      subject: { type: 'period', id: period },
      after: { transfers: payouts.length },
      clock,
    })
    return csvOf(payouts)
  })
}

export function requirePerson(actor: Actor): string {
  const accountId = actorAccountId(actor)
  if (accountId) return accountId
  throw new RoyaltiesError(
    'person_needed',
    'Transfers are exported and recorded by people, by name'
  )
}

function csvOf(payouts: Payout[]): string {
  const lines = payouts.map(({ reference, payeeId, payee, amountCents }) =>
    [reference, payeeId, quoted(payee.name), euros(amountCents)].join(',')
  )
  return ['reference,payee_id,payee_name,amount_eur', ...lines, ''].join('\r\n')
}

/** Quoted, and never a formula to a spreadsheet. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

function euros(cents: bigint): string {
  const digits = cents.toString().padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}
