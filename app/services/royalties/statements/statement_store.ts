import { randomBytes } from 'node:crypto'
import type { CloseContext } from '#services/royalties/close/close_context'
import type { StatementDocument } from '#services/royalties/statements/documents'
import { canonicalJson, sha256 } from '#values/digest'
import { newId } from '#values/id'

/** Rows in one INSERT; documents are some kilobytes each. */
const BATCH_ROWS = 250
/** P22: without this salt a leaf could be found by trying amounts. */
const SALT_BYTES = 32

type Waiting = { subjectId: string; kind: string; document: Buffer }

/**
 * Keeps statements as RFC 8785 bytes with their SHA-256 and a salt of their own, in batches and in
 * the transaction of the close. A statement that is there already keeps its salt.
 */
export class StatementStore {
  readonly #context: CloseContext
  #waiting: Waiting[] = []
  count = 0

  constructor(context: CloseContext) {
    this.#context = context
  }

  async add(subjectId: string, statement: StatementDocument): Promise<void> {
    const document = Buffer.from(canonicalJson(statement))
    this.#waiting.push({ subjectId, kind: statement.kind, document })
    if (this.#waiting.length >= BATCH_ROWS) await this.flush()
  }

  async flush(): Promise<void> {
    const rows = this.#waiting
    if (rows.length === 0) return
    const { client, period, revision, clock } = this.#context
    await client.query(
      `INSERT INTO statements
         (id, period, revision, kind, subject_id, document, sha256, salt, created_at)
       SELECT s.id, $1, $2, s.kind, s.subject, s.document, s.hash, s.salt, $3
         FROM unnest($4::uuid[], $5::text[], $6::uuid[], $7::bytea[], $8::bytea[], $9::bytea[])
              AS s (id, kind, subject, document, hash, salt)
       ON CONFLICT (period, revision, kind, subject_id) DO NOTHING`,
      [
        period,
        revision,
        clock.now().toISO(),
        rows.map(() => newId()),
        rows.map((row) => row.kind),
        rows.map((row) => row.subjectId),
        rows.map((row) => row.document),
        rows.map((row) => sha256(row.document)),
        rows.map(() => randomBytes(SALT_BYTES)),
      ]
    )
    this.count += rows.length
    this.#waiting = []
  }
}
