import db from '@adonisjs/lucid/services/db'
import { hex } from '#services/publication/chain/read_transaction'
import type {
  MonthApprover,
  MonthKey,
  MonthOnChain,
} from '#services/royalties/queries/month_publication'

/** A sealed month on its way to the registry; null while it is not sealed. */
export async function monthOnChain(month: MonthKey): Promise<MonthOnChain | null> {
  const { rows } = await db.rawQuery(
    `SELECT p.root, p.doc_hash, t.state, t.failure, t.refusal,
            coalesce(t.mined_hash, (SELECT tx_hash FROM chain_transaction_hashes h
              WHERE h.chain_transaction_id = t.id ORDER BY position DESC LIMIT 1)) AS tx
       FROM publications p LEFT JOIN chain_transactions t ON t.publication_id = p.id
      WHERE p.period = :period AND p.revision = :revision
      ORDER BY t.created_at DESC LIMIT 1`,
    { period: month.period, revision: month.revision }
  )
  const row = rows[0]
  if (!row) return null
  return {
    root: hex(row.root),
    docHash: hex(row.doc_hash),
    chainState: row.state,
    tx: row.tx,
    failure: row.failure,
    refusal: row.refusal,
  }
}

/**
 * Who may approve a month, and who has (P21): those with a mandate today, and those who approved
 * with one that has ended since.
 *
 * @param today YYYY-MM-DD of Paris
 */
export async function monthApprovers(month: MonthKey, today: string): Promise<MonthApprover[]> {
  const { rows } = await db.rawQuery(
    `SELECT a.id, a.full_name, coalesce(v.capacity, m.capacity) AS capacity, v.approved_at,
            p.computed_by_account_id = a.id AS is_preparer
       FROM periods p
       CROSS JOIN accounts a
       LEFT JOIN publications u ON u.period = p.period AND u.revision = :revision
       LEFT JOIN publication_approvals v ON v.publication_id = u.id AND v.account_id = a.id
       LEFT JOIN approval_mandates m ON m.account_id = a.id AND m.starts_on <= :today
             AND (m.ends_on IS NULL OR m.ends_on >= :today)
      WHERE p.period = :period AND (v.id IS NOT NULL OR m.id IS NOT NULL)
      ORDER BY array_position(ARRAY['treasurer', 'artists_delegate', 'subscribers_delegate'],
                              coalesce(v.capacity, m.capacity)), a.full_name`,
    { period: month.period, revision: month.revision, today }
  )
  return rows.map((row: Record<string, any>) => ({
    accountId: row.id,
    name: row.full_name,
    capacity: row.capacity,
    answer: row.approved_at ? 'approved' : row.is_preparer ? 'preparer' : 'waiting',
    approvedAt: row.approved_at?.toISOString() ?? null,
  }))
}
