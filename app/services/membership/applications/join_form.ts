import db from '@adonisjs/lucid/services/db'
import type Account from '#models/identity/account'
import JoinSetting from '#models/membership/join_setting'
import { actorLabel, recordAuditEvent } from '#services/identity/record_audit_event'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'

export type JoinForm = JoinSetting['form']

/** Who may open the form, and why: `reason` is the office's; null where the legal form decides. */
type JoinRule = { form: JoinForm; reason: string | null }

/**
 * Who may open the form to join (C02, ADR 0011). Until the office decides, with its reason, the
 * statutes in force do: an SA may offer its shares to the public, an SAS (L227-2) or an SARL
 * (L223-11) may not, so theirs is for people with an account.
 */
export async function joinRule(clock: Clock): Promise<JoinRule> {
  const last = await JoinSetting.query().orderBy('id', 'desc').first()
  if (last) return { form: last.form, reason: last.reason }
  const statutes = await statutesInForce(clock.now())
  const isPublic = statutes?.settings.identity.legalForm === 'SA'
  return { form: isPublic ? 'anyone' : 'account', reason: null }
}

/** Opens the form to anyone, or leaves it to people who already have an account. */
export async function setJoinForm(input: {
  form: JoinForm
  reason: string
  actor: Account
  clock: Clock
}) {
  const { form, reason, actor, clock } = input
  const { form: before } = await joinRule(clock)
  await db.transaction(async (trx) => {
    await JoinSetting.create(
      { form, reason, recordedAt: clock.now(), recordedByLabel: actorLabel(actor) },
      { client: trx }
    )
    await recordAuditEvent(trx, {
      actor,
      action: 'membership.set_join_form',
      subject: { type: 'join_setting', id: 'form' },
      before: { form: before },
      after: { form },
      reason,
      clock,
    })
  })
}
