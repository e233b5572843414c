import db from '@adonisjs/lucid/services/db'
import type Policy from '#models/royalties/policy'
import type { Actor } from '#services/identity/record_audit_event'
import { adoptPolicy, type PolicyDraft } from '#services/royalties/policies/adopt_policy'
import type { Clock } from '#values/clock'

/** Adopts what a person of the staff records of a vote. @throws those of `adoptPolicy` */
export async function recordPolicy(input: {
  draft: PolicyDraft
  actor: Actor
  clock: Clock
}): Promise<Policy> {
  return db.transaction((trx) => adoptPolicy(input, trx))
}
