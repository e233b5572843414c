import db from '@adonisjs/lucid/services/db'
import { EMPTY_ROOT } from '#services/publication/contract/period_registry'
import { hex } from '#services/publication/chain/read_transaction'
import { merkleLeaf } from '#services/publication/merkle/merkle_tree'
import { MerkleTreeFile } from '#services/publication/merkle/proof'
import { TREE_FILE } from '#services/publication/seal_publication'
import { filePath } from '#services/royalties/files/period_paths'
import { findStatement } from '#services/royalties/queries/find_statement'
import type { StatementProof } from '#services/royalties/queries/month_publication'
import { periodToUint32 } from '#values/period'

/** Our own read-only way to the chain, for pages of the house. */
export const RPC_PATH = '/publication/rpc'

type Subject = { kind: 'subscriber' | 'payee'; subjectId: string; period: string }
export type StatementEntry = StatementProof['entry']

/**
 * What a person needs to check one statement without us: the statement, its salt, its path in the
 * month's tree, and where the root stands. Null while the month is not published, or when the
 * person had it erased.
 */
export async function statementProof(subject: Subject): Promise<StatementProof | null> {
  const statement = await findStatement(subject)
  if (!statement?.salt) return null
  const published = await publishedRow(statement.period, statement.revision)
  if (!published) return null
  const leaf = await merkleLeaf(periodToUint32(statement.period), statement.sha256, statement.salt)
  return {
    entry: {
      statement: statement.document,
      salt: hex(statement.salt),
      proof: await pathOf(statement, leaf),
      published: {
        statementHash: hex(statement.sha256),
        leaf: hex(leaf),
        root: hex(published.root),
      },
      chain: {
        chainId: Number(published.chain_id),
        contract: published.contract_address,
        revision: statement.revision,
        tx: published.mined_hash,
      },
    },
    rpcUrl: RPC_PATH,
    approvals: published.approvals,
  }
}

/** Every statement of one account for a month: as a subscriber, and as each payee it signs for. */
export async function statementEntries(
  accountId: string,
  period: string
): Promise<StatementEntry[]> {
  const { rows } = await db.rawQuery(
    `SELECT 'subscriber' AS kind, id FROM subscribers WHERE account_id = :accountId
     UNION ALL SELECT 'payee', id FROM payees WHERE account_id = :accountId ORDER BY 1 DESC, 2`,
    { accountId }
  )
  const entries: StatementEntry[] = []
  for (const { kind, id } of rows) {
    const found = await statementProof({ kind, subjectId: id, period })
    if (found) entries.push(found.entry)
  }
  return entries
}

async function publishedRow(period: string, revision: number) {
  const { rows } = await db.rawQuery(
    `SELECT p.root, t.chain_id, t.contract_address, t.mined_hash,
            (SELECT count(*)::int FROM publication_approvals a WHERE a.publication_id = p.id) AS approvals
       FROM publications p
       JOIN chain_transactions t ON t.publication_id = p.id AND t.state = 'verified'
      WHERE p.period = :period AND p.revision = :revision
      ORDER BY t.verified_at LIMIT 1`,
    { period, revision }
  )
  const row = rows[0]
  return row && hex(row.root) !== EMPTY_ROOT ? row : null
}

/** No path when the tree does not know the leaf: whoever verifies then sees that it is not in it. */
async function pathOf(key: { period: string; revision: number }, leaf: Buffer): Promise<string[]> {
  const tree = await MerkleTreeFile.open(filePath(key, 'tree', TREE_FILE))
  try {
    const proof = await tree.proofOf(leaf)
    return proof?.map(hex) ?? []
  } finally {
    await tree.close()
  }
}
