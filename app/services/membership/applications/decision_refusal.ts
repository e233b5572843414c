import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Application from '#models/membership/application'
import ApplicationDocument from '#models/membership/application_document'
import Member from '#models/membership/member'
import type StatuteProfile from '#models/statutes/statute_profile'
import type { Decision } from '#services/membership/decide_application'
import { isoDay } from '#values/day'

/** L223-3: an SARL has at most 100 members (C02). */
const SARL_MEMBERS_MAX = 100

export type DecisionRefusal =
  | { code: 'not_waiting' | 'wrong_body' | 'before_signature' | 'in_future' | 'sarl_full' }
  | { code: 'documents_missing'; missing: string[] }
  | { code: 'same_person'; memberId: string }
  | { code: 'step_refused'; key: string; figures: Record<string, string | number> }

/** What stands against writing a decision down, admission or refusal; null if nothing does. */
export function decisionRefusal(
  application: Application,
  { settings }: StatuteProfile,
  { body, date, clock }: Decision
): DecisionRefusal | null {
  if (application.state !== 'submitted') return { code: 'not_waiting' }
  /** The assembly may do what the statutes leave to the board; not the other way round. */
  if (settings.admission.body === 'assembly' && body === 'board') return { code: 'wrong_body' }
  if (isoDay(date) < application.signedOn!) return { code: 'before_signature' }
  return isoDay(date) > isoDay(clock.now()) ? { code: 'in_future' } : null
}

/** What an admission needs besides: the papers that the category asks for, and room. */
export async function admissionRefusal(
  trx: TransactionClientContract,
  { id, categoryCode }: Application,
  { settings }: StatuteProfile
): Promise<DecisionRefusal | null> {
  const category = settings.categories.find(({ code }) => code === categoryCode)
  const required = category?.documents.filter((document) => document.required) ?? []
  const given = await ApplicationDocument.query({ client: trx }).where('applicationId', id)
  const missing = required
    .map(({ code }) => code)
    .filter((code) => !given.some((document) => document.code === code))
  if (missing.length > 0) return { code: 'documents_missing', missing }
  if (settings.identity.legalForm !== 'SARL') return null
  const members = await Member.query({ client: trx })
    .whereIn('state', ['active', 'admitted'])
    .count('* as total')
  const full = Number(members[0].$extras.total) >= SARL_MEMBERS_MAX
  return full ? { code: 'sarl_full' } : null
}
