import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { LEDGER_ACCOUNTS as accounts } from '#services/ledger/chart_of_accounts'
import { MembershipError } from '#services/membership/errors'
import { dropPapersOfTransfers } from '#services/shares/transfers/transfer_papers'

/**
 * With a former member's details go the bulletins and orders that they signed, the scans, the evidence of the
 * signatures and whose name a transfer was asked under; their hashes stay, so that it can still be
 * shown that a text was signed. Nobody is erased who is still owed money, owes some, or is about to
 * come back: the co-operative would not know any more whom to pay.
 *
 * @throws MembershipError claim_waiting, money_open, coming_back
 */
export async function eraseSharePapers(
  trx: TransactionClientContract,
  { memberId }: { memberId: string }
): Promise<void> {
  const { rows } = await trx.rawQuery(OPEN, {
    memberId,
    owed: [accounts.membersInterest, accounts.membersReceived, accounts.membersToRepay],
  })
  const { claim, money, back } = rows[0]
  if (claim) throw new MembershipError('claim_waiting', 'A repayment still waits')
  if (money) throw new MembershipError('money_open', 'Money is still owed')
  if (back) throw new MembershipError('coming_back', 'A subscription or a transfer still waits')
  await trx.rawQuery(
    `UPDATE share_subscriptions SET bulletin = '{"erased": true}',
        evidence = CASE WHEN evidence IS NULL THEN NULL ELSE '{"erased": true}'::jsonb END
      WHERE member_id = :memberId`,
    { memberId }
  )
  await trx.rawQuery(FORGET_GIVER, { memberId })
  await trx.rawQuery(FORGET_TAKER, { memberId })
  await dropPapersOfTransfers(trx, { memberId })
}

/** Each side of an order goes with its own person; the other's, and the hashes, stay. */
const FORGET_GIVER = `UPDATE share_transfers SET requested_by_label = '', reason = NULL,
    evidence = CASE WHEN evidence IS NULL THEN NULL ELSE '{"erased": true}'::jsonb END,
    order_text = order_text || '{"erased": true}' || jsonb_build_object('giver', '{}'::jsonb,
      'transfer', (order_text -> 'transfer') || '{"reason": null}')
  WHERE from_member_id = :memberId`
const FORGET_TAKER = `UPDATE share_transfers SET reason = NULL,
    acceptance = CASE WHEN acceptance IS NULL THEN NULL ELSE '{"erased": true}'::jsonb || jsonb_strip_nulls(
      jsonb_build_object('acceptance_sha256', acceptance -> 'acceptance_sha256')) END,
    order_text = order_text || '{"erased": true}' || jsonb_build_object('taker', '{}'::jsonb,
      'transfer', (order_text -> 'transfer') || '{"reason": null}')
  WHERE to_member_id = :memberId`

const OPEN = `SELECT
  EXISTS (SELECT 1 FROM exit_claims WHERE member_id = :memberId AND state = 'queued') AS claim,
  EXISTS (SELECT 1 FROM journal_lines WHERE auxiliary = CAST(:memberId AS text) AND account_code = ANY(:owed::text[])
           GROUP BY account_code HAVING sum(debit_cents - credit_cents) <> 0) AS money,
  EXISTS (SELECT 1 FROM share_subscriptions WHERE member_id = :memberId AND state = 'awaiting_payment')
    OR EXISTS (SELECT 1 FROM share_transfers WHERE to_member_id = :memberId AND state IN ('requested', 'accepted'))
    OR EXISTS (SELECT 1 FROM applications a JOIN members m ON m.person_key = a.person_key
                WHERE m.id = :memberId AND a.state = 'submitted') AS back`
