import db from '@adonisjs/lucid/services/db'
import Policy from '#models/royalties/policy'
import type { Actor } from '#services/identity/record_audit_event'
import { adoptPolicy } from '#services/royalties/policies/adopt_policy'
import { readPolicyFile } from '#services/royalties/policies/read_policy_file'
import type { Clock } from '#values/clock'

/**
 * Adopts what a `policy.json` says; its month is the first that it rules.
 *
 * @throws AllocationInputError, RoyaltiesError; nothing was written then
 */
export async function adoptPolicyFile(input: {
  content: Uint8Array
  /** How messages name it. */
  file: string
  actor: Actor
  clock: Clock
}): Promise<Policy> {
  const { content, file, actor, clock } = input
  return db.transaction(async (trx) => {
    const before = await Policy.query({ client: trx }).orderBy('version', 'desc').first()
    const today = clock.now().toISODate()!
    const draft = readPolicyFile(content, { file, today, before })
    return adoptPolicy({ draft, actor, clock }, trx)
  })
}
