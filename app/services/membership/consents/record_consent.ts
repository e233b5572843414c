import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import MemberConsent, { type ConsentKind } from '#models/membership/member_consent'
import { actorLabel, type Actor } from '#services/identity/record_audit_event'
import { lockedMember } from '#services/membership/locked_member'
import type { Clock } from '#values/clock'
import { sha256Hex } from '#values/digest'
import { newId } from '#values/id'

type Answer = {
  memberId: string
  kind: ConsentKind
  given: boolean
  /** The words that were shown, in the language they were read in. */
  text: string
  /** Where it was said: `application`, `mine`, `office`. */
  source: string
  actor: Actor
  clock: Clock
}

/**
 * Writes down a yes or a no, with the hash of the words; rows are append-only and the last one
 * counts (C19). The same answer again is not written twice.
 */
export async function recordConsent(
  answer: Answer,
  client?: TransactionClientContract
): Promise<MemberConsent> {
  if (client) return write(client, answer)
  return db.transaction((trx) => write(trx, answer))
}

async function write(
  trx: TransactionClientContract,
  { memberId, kind, given, text, source, actor, clock }: Answer
): Promise<MemberConsent> {
  await lockedMember(trx, memberId)
  const last = await MemberConsent.query({ client: trx })
    .where({ memberId, kind })
    .orderBy('recordedAt', 'desc')
    .orderBy('id', 'desc')
    .first()
  const textSha256 = sha256Hex(text)
  if (last?.given === given && last.textSha256 === textSha256) return last
  return MemberConsent.create(
    {
      id: newId(),
      memberId,
      kind,
      given,
      textSha256,
      source,
      recordedAt: clock.now(),
      recordedByLabel: actorLabel(actor),
    },
    { client: trx }
  )
}
