import db from '@adonisjs/lucid/services/db'

export type StoredStatement = {
  subjectId: string
  sha256: Buffer
  /** Null once the person asked for erasure. */
  document: Buffer | null
  salt: Buffer | null
}

const PAGE_ROWS = 2_000

/** The statements of one kind that a month keeps, by ascending id; a page at a time. */
export async function* storedStatements(
  { period, revision }: { period: string; revision: number },
  kind: 'subscriber' | 'payee'
): AsyncGenerator<StoredStatement> {
  for (let last: string | null = null; ;) {
    const { rows } = (await db.rawQuery(
      `SELECT subject_id, sha256, document, salt FROM statements
        WHERE period = :period AND revision = :revision AND kind = :kind
          AND (CAST(:last AS uuid) IS NULL OR subject_id > CAST(:last AS uuid))
        ORDER BY subject_id LIMIT ${PAGE_ROWS}`,
      { period, revision, kind, last }
    )) as { rows: Record<string, any>[] }
    for (const row of rows) {
      const { sha256, document, salt } = row
      yield { subjectId: row.subject_id, sha256, document, salt }
    }
    if (rows.length < PAGE_ROWS) return
    last = rows.at(-1)!.subject_id
  }
}
