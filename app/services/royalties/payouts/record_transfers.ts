import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Payout from '#models/royalties/payout'
import { LEDGER_ACCOUNTS as accounts } from '#services/ledger/chart_of_accounts'
import { postEntry } from '#services/ledger/post_entry'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { RoyaltiesError } from '#services/royalties/errors'
import { requirePerson } from '#services/royalties/payouts/export_payouts'
import { assertHoldOver } from '#services/royalties/payouts/hold'
import { lockPublishedPeriod } from '#services/royalties/payouts/lock_published_period'
import type { Clock } from '#values/clock'

/** How many transfers were recorded now, and how many of the month's all are still to be. */
export type TransfersRecorded = { recorded: number; left: number; all: number }

/**
 * Records that the transfers of an exported list have left the bank, by another person than the
 * one who exported it. Posts each to the ledger; with the last one the month is paid. A month in
 * which no balance reached the threshold has nothing to wait for: one person says that it is paid.
 *
 * @param references which transfers; all of the month when left out
 * @throws RoyaltiesError `not_published`, `unknown_transfers`, `hold_not_over` (P16),
 *   `not_exported`, `same_person`, `person_needed`; nothing was recorded then
 */
export async function recordTransfers(input: {
  period: string
  references?: string[]
  actor: Actor
  clock: Clock
}): Promise<TransfersRecorded> {
  const { period, actor, clock } = input
  const accountId = requirePerson(actor)
  return db.transaction(async (trx) => {
    const row = await lockPublishedPeriod(period, trx)
    const payouts = await Payout.query({ client: trx }).where({ period, revision: row.revision })
    const asked = askedOf(payouts, input)
    if (row.state === 'paid') return { recorded: 0, left: 0, all: payouts.length }
    if (payouts.length > 0) await assertHoldOver(period, clock)
    const waiting = asked.filter((payout) => payout.state !== 'paid')
    for (const payout of waiting) {
      await payout.markPaid(accountId, clock.now())
      await postTransfer(payout, input, trx)
    }
    const left = payouts.filter((payout) => payout.state !== 'paid').length
    if (left === 0) await row.markPaid(clock.now())
    await recordAuditEvent(trx, {
      actor,
      action: 'royalties.record_transfers',
      subject: { type: 'period', id: period },
      after: { recorded: waiting.length, left },
      clock,
    })
    return { recorded: waiting.length, left, all: payouts.length }
  })
}

const NAMED_AT_MOST = 5

/** The transfers that are meant; a reference that is none of the month's is a mistake to look at. */
function askedOf(
  payouts: Payout[],
  { period, references }: { period: string; references?: string[] }
): Payout[] {
  if (!references) return payouts
  const known = new Map(payouts.map((payout) => [payout.reference, payout]))
  const unknown = references.filter((reference) => !known.has(reference))
  if (unknown.length === 0) return [...new Set(references)].map((one) => known.get(one)!)
  const named = unknown.slice(0, NAMED_AT_MOST).join(', ')
  throw new RoyaltiesError(
    'unknown_transfers',
    `${period} has no transfer ${named}: nothing was recorded`,
    { period, count: unknown.length, references: named }
  )
}

async function postTransfer(
  payout: Payout,
  { actor, clock }: { actor: Actor; clock: Clock },
  trx: TransactionClientContract
): Promise<void> {
  const now = clock.now()
  await postEntry(
    {
      journal: 'BQ',
      date: now.toISODate()!,
      pieceReference: `BQ-${payout.id}-payout`,
      label: payout.reference,
      lines: [
        { account: accounts.payees, auxiliary: payout.payeeId, debitCents: payout.amountCents },
        { account: accounts.bank, creditCents: payout.amountCents },
      ],
      postedBy: actorLabel(actor),
      postedAt: now,
    },
    trx
  )
}
