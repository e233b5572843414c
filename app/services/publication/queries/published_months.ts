import db from '@adonisjs/lucid/services/db'
import type { PublicReport } from '#services/publication/documents/public_report'
import { costMicro } from '#services/publication/chain/publication_cost'
import { hex } from '#services/publication/chain/read_transaction'

export type PublishedApproval = { name: string; capacity: string; approvedAt: string }
export type PublishedFile = {
  kind: 'public' | 'tree'
  name: string
  byteLength: string
  sha256: string
}

/** A revision of a month with everything that is public of it; instants as ISO text. */
export type PublishedMonth = {
  period: string
  revision: number
  state: 'open' | 'closing' | 'computed' | 'approved' | 'published' | 'paid'
  /** Null until the chain was read back. */
  publishedAt: string | null
  report: PublicReport
  root: string
  docHash: string
  leafCount: number
  chain: {
    chainId: number
    contract: string
    tx: string | null
    blockNumber: string | null
    /** What publishing cost, in µ€ at the configured price (P26); null when it is not known. */
    costMicro: string | null
  } | null
}

const COLUMNS = `
  p.id, p.period, p.revision, p.public_report, p.root, p.doc_hash, p.leaf_count, m.state,
  t.chain_id, t.contract_address, t.mined_hash, t.block_number, t.gas_used, t.gas_price_wei,
  t.verified_at`
const FROM = `
  FROM publications p JOIN periods m ON m.period = p.period
  LEFT JOIN chain_transactions t ON t.publication_id = p.id`

/** All published months, newest first, the latest published revision of each. */
export async function listPublishedMonths(): Promise<PublishedMonth[]> {
  const { rows } = await db.rawQuery(
    `SELECT DISTINCT ON (p.period) ${COLUMNS} ${FROM} WHERE t.state = 'verified'
      ORDER BY p.period DESC, p.revision DESC`
  )
  return rows.map(monthOf)
}

/** Every revision of one month that was sealed, newest first. */
export async function revisionsOf(period: string): Promise<PublishedMonth[]> {
  const { rows } = await db.rawQuery(
    `SELECT ${COLUMNS} ${FROM} WHERE p.period = :period ORDER BY p.revision DESC`,
    { period }
  )
  return rows.map(monthOf)
}

/** Who approved a revision, first to last. */
export async function approvalsOf(key: {
  period: string
  revision: number
}): Promise<PublishedApproval[]> {
  const { rows } = await db.rawQuery(
    `SELECT a.full_name, v.capacity, v.approved_at FROM publication_approvals v
       JOIN publications p ON p.id = v.publication_id JOIN accounts a ON a.id = v.account_id
      WHERE p.period = :period AND p.revision = :revision ORDER BY v.approved_at, a.full_name`,
    { period: key.period, revision: key.revision }
  )
  return rows.map((row: Record<string, any>) => ({
    name: row.full_name,
    capacity: row.capacity,
    approvedAt: row.approved_at.toISOString(),
  }))
}

/** What anybody may download of a revision, the public report first. */
export async function publicFilesOf(key: {
  period: string
  revision: number
}): Promise<PublishedFile[]> {
  const { rows } = await db.rawQuery(
    `SELECT kind, name, byte_length, sha256 FROM period_files
      WHERE period = :period AND revision = :revision AND kind IN ('public', 'tree')
      ORDER BY kind, name`,
    { period: key.period, revision: key.revision }
  )
  return rows.map((row: Record<string, any>) => ({
    kind: row.kind,
    name: row.name,
    byteLength: row.byte_length,
    sha256: row.sha256,
  }))
}

function monthOf(row: Record<string, any>): PublishedMonth {
  return {
    period: row.period,
    revision: row.revision,
    state: row.state,
    publishedAt: row.verified_at?.toISOString() ?? null,
    report: JSON.parse(row.public_report.toString('utf8')),
    root: hex(row.root),
    docHash: hex(row.doc_hash),
    leafCount: row.leaf_count,
    chain: row.chain_id
      ? {
          chainId: Number(row.chain_id),
          contract: row.contract_address,
          tx: row.mined_hash,
          blockNumber: row.block_number,
          costMicro: costMicro(row.gas_used, row.gas_price_wei)?.toString() ?? null,
        }
      : null,
  }
}
