import db from '@adonisjs/lucid/services/db'
import type { StatementDocument } from '#services/royalties/statements/documents'

export type StatementSubject = { kind: 'subscriber' | 'payee'; subjectId: string }

export type FoundStatement = {
  id: string
  period: string
  revision: number
  state: string
  /** The RFC 8785 bytes that were hashed. */
  bytes: Buffer
  document: StatementDocument
  sha256: Buffer
  /** Null once it was erased: the leaf then proves nothing any more. */
  salt: Buffer | null
  leafIndex: number | null
}

/** One person's statement of a closed month, its last revision; null when there is none. */
export async function findStatement(
  subject: StatementSubject & { period: string }
): Promise<FoundStatement | null> {
  const { rows } = await db.rawQuery(
    `SELECT s.id, s.period, s.revision, p.state, s.document, s.sha256, s.salt, s.leaf_index
       FROM statements s JOIN periods p ON p.period = s.period AND p.revision = s.revision
      WHERE s.kind = :kind AND s.subject_id = :subjectId AND s.period = :period
        AND s.document IS NOT NULL AND p.state NOT IN ('open', 'closing')`,
    subject
  )
  const row = rows[0]
  if (!row) return null
  return {
    id: row.id,
    period: row.period,
    revision: row.revision,
    state: row.state,
    bytes: row.document,
    document: JSON.parse(row.document.toString('utf8')),
    sha256: row.sha256,
    salt: row.salt,
    leafIndex: row.leaf_index,
  }
}
