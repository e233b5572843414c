import { newId } from '#values/id'
import { payoutReference } from '#services/royalties/payouts/payout_reference'
import type { CloseContext } from '#services/royalties/close/close_context'

/**
 * Writes a due transfer for every payee whose balance reached the threshold (P18). Its reference
 * is what the payee reads on the bank statement, and leads back to the month's statement.
 *
 * @returns how many
 */
export async function createPayouts({ client, period, revision }: CloseContext): Promise<number> {
  const { rows } = await client.query(
    `SELECT payee_id, payout_cents FROM payee_balances
      WHERE period = $1 AND revision = $2 AND payout_cents > 0 AND payee_id IS NOT NULL
      ORDER BY payee_id`,
    [period, revision]
  )
  if (rows.length === 0) return 0
  await client.query(
    `INSERT INTO payouts (id, period, revision, payee_id, amount_cents, state, reference)
     SELECT p.id, $1, $2, p.payee_id, p.amount, 'due', p.reference
       FROM unnest($3::uuid[], $4::uuid[], $5::bigint[], $6::text[]) AS p (id, payee_id, amount, reference)
     ON CONFLICT (period, revision, payee_id) DO NOTHING`,
    [
      period,
      revision,
      rows.map(() => newId()),
      rows.map((row) => row.payee_id),
      rows.map((row) => row.payout_cents),
      rows.map((row) => payoutReference(period, revision, row.payee_id)),
    ]
  )
  return rows.length
}
