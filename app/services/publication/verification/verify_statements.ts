import type Publication from '#models/publication/publication'
import { canonicalJson, sha256 } from '#values/digest'
import { rebuildPayees, rebuildSubscribers, type Rebuilt } from './rebuild_statements.js'
import { storedStatements, type StoredStatement } from './stored_statements.js'
import { VerificationError } from './verification_error.js'

const KINDS = { subscriber: rebuildSubscribers, payee: rebuildPayees } as const

/**
 * Every statement is rebuilt from the kept files, and is byte for byte the one that is kept; of an
 * erased one the hash has stayed. None is missing, none is too many.
 */
export async function verifyStatements(publication: Publication): Promise<string> {
  const { period, revision } = publication
  const key = { period, revision }
  let total = 0
  for (const kind of ['subscriber', 'payee'] as const) {
    const stored = storedStatements(key, kind)
    for await (const rebuilt of KINDS[kind](key)) {
      const { value: kept } = await stored.next()
      assertSame(kind, rebuilt, kept ?? null)
      total++
    }
    const { value: left } = await stored.next()
    if (left) throw new VerificationError(`${kind} ${left.subjectId} has a statement from nowhere`)
  }
  return `${total} statements are rebuilt from the files, byte for byte`
}

function assertSame(kind: string, rebuilt: Rebuilt, kept: StoredStatement | null): void {
  const who = `${kind} ${rebuilt.subjectId}`
  if (kept?.subjectId !== rebuilt.subjectId) {
    throw new VerificationError(`the statement of ${who} is missing`)
  }
  const bytes = Buffer.from(canonicalJson(rebuilt.statement))
  if (kept.document && !kept.document.equals(bytes)) {
    throw new VerificationError(`the statement of ${who} is not what the files give`)
  }
  if (!sha256(bytes).equals(kept.sha256)) {
    throw new VerificationError(`the hash kept of the statement of ${who} is another`)
  }
}
