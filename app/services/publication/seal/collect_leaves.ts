import type { CloseContext } from '#services/royalties/close/close_context'
import { LEAF_INPUT_BYTES, MerkleError } from '#services/publication/merkle/merkle_tree'

const PAGE_ROWS = 10_000
const FIRST = { kind: '', subject: '00000000-0000-0000-0000-000000000000' }

/**
 * What each leaf is made of: for every statement of the month its hash, then its salt. Read in
 * pages, so that a million statements are a million rows of 64 bytes and nothing more.
 *
 * @throws MerkleError when a statement has lost its salt
 */
export async function collectLeaves({
  client,
  period,
  revision,
}: Pick<CloseContext, 'client' | 'period' | 'revision'>): Promise<Buffer> {
  const { rows: counted } = await client.query(
    'SELECT count(*)::int AS total FROM statements WHERE period = $1 AND revision = $2',
    [period, revision]
  )
  const leaves = Buffer.allocUnsafeSlow(counted[0].total * LEAF_INPUT_BYTES)
  let at = 0
  for (let last = FIRST; ;) {
    const { rows } = await client.query(
      `SELECT kind, subject_id, sha256, salt FROM statements
        WHERE period = $1 AND revision = $2 AND (kind, subject_id) > ($3, $4::uuid)
        ORDER BY kind, subject_id LIMIT ${PAGE_ROWS}`,
      [period, revision, last.kind, last.subject]
    )
    for (const row of rows) {
      if (!row.salt) throw new MerkleError(`the ${row.kind} ${row.subject_id} has lost its salt`)
      at += row.sha256.copy(leaves, at)
      at += row.salt.copy(leaves, at)
    }
    if (rows.length < PAGE_ROWS) break
    last = { kind: rows.at(-1)!.kind, subject: rows.at(-1)!.subject_id }
  }
  if (at !== leaves.length) throw new MerkleError(`statements of ${period} came or went meanwhile`)
  return leaves
}
