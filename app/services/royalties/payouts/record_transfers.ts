import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Payout from '#models/royalties/payout'
import Period from '#models/royalties/period'
import { LEDGER_ACCOUNTS as accounts } from '#services/ledger/chart_of_accounts'
import { postEntry } from '#services/ledger/post_entry'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { RoyaltiesError } from '#services/royalties/errors'
import { requirePerson } from '#services/royalties/payouts/export_payouts'
import { assertHoldOver } from '#services/royalties/payouts/hold'
import type { Clock } from '#values/clock'

/**
 * Records that the transfers of an exported list have left the bank, by another person than the
 * one who exported it. Posts each to the ledger; with the last one the month is paid.
 *
 * @param references which transfers; all of the month when left out
 * @returns how many transfers are still to be recorded
 * @throws RoyaltiesError `not_published`, `hold_not_over` (P16), `not_exported`, `same_person`,
 *   `person_needed`; nothing was recorded then
 */
export async function recordTransfers(input: {
  period: string
  references?: string[]
  actor: Actor
  clock: Clock
}): Promise<number> {
  const { period, actor, clock } = input
  const accountId = requirePerson(actor)
  return db.transaction(async (trx) => {
    const row = await Period.lock(period, trx)
    if (row.state === 'paid') return 0
    if (row.state !== 'published') {
      throw new RoyaltiesError(
        'not_published',
        `${period} is not published: nothing is paid before`
      )
    }
    await assertHoldOver(period, clock)
    const payouts = await Payout.query({ client: trx }).where({ period, revision: row.revision })
    const asked = payouts.filter((payout) => input.references?.includes(payout.reference) ?? true)
    for (const payout of asked) {
      await payout.markPaid(accountId, clock.now())
      await postTransfer(payout, input, trx)
    }
    const left = payouts.filter((payout) => payout.state !== 'paid').length
    if (left === 0) await row.markPaid(clock.now())
    await recordAuditEvent(trx, {
      actor,
      action: 'royalties.record_transfers',
      subject: { type: 'period', id: period },
      after: { recorded: asked.length, left },
      clock,
    })
    return left
  })
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
