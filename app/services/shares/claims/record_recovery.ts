import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { LEDGER_ACCOUNTS as accounts } from '#services/ledger/chart_of_accounts'
import { postEntry } from '#services/ledger/post_entry'
import { lockClaim } from '#services/shares/claims/lock_claim'
import { SharesError, type SharesRefusal } from '#services/shares/errors'
import { inRegister } from '#services/shares/movements/in_register'
import type { Clock } from '#values/clock'
import { isoDay, type Day } from '#values/day'
import type { Result } from '#values/result'

type Recovery = {
  claimId: string
  amountCents: bigint
  bankDate: Day
  bankReference: string
  actor: Actor
  clock: Clock
}

/** C17: a former member pays back what was clawed back. The same line of the bank counts once. */
export function recordRecovery(input: Recovery): Promise<Result<bigint, SharesRefusal>> {
  const { claimId, amountCents, bankDate, bankReference, actor, clock } = input
  return inRegister(async (trx) => {
    const { memberId, number } = await lockClaim(trx, claimId)
    if (amountCents <= 0n) throw new SharesError('amount_not_positive')
    if (isoDay(bankDate) > isoDay(clock.now())) throw new SharesError('day_in_future')
    const pieceReference = `BQ-parts-reprise-${bankReference}`
    const { rows } = await trx.rawQuery(
      `SELECT coalesce(sum(debit_cents - credit_cents), 0)::text AS owed,
              EXISTS (SELECT 1 FROM journal_entries WHERE piece_reference = ?) AS known
         FROM journal_lines WHERE account_code = ? AND auxiliary = ?`,
      [pieceReference, accounts.membersToRepay, memberId]
    )
    const owed = BigInt(rows[0].owed)
    if (!rows[0].known && amountCents > owed) {
      throw new SharesError('too_much', { left_cents: String(owed) })
    }
    const entry = await postEntry(
      {
        journal: 'BQ',
        date: isoDay(bankDate),
        pieceReference,
        label: `Reprise reçue, demande n° ${number}`,
        lines: [
          { account: accounts.bank, debitCents: amountCents },
          { account: accounts.membersToRepay, auxiliary: memberId, creditCents: amountCents },
        ],
        postedBy: actorLabel(actor),
        postedAt: clock.now(),
      },
      trx
    )
    if (!entry!.created) return owed
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.record_recovery',
      subject: { type: 'exit_claim', id: claimId },
      after: { amount_cents: amountCents, bank_reference: bankReference },
      clock,
    })
    return owed - amountCents
  })
}
