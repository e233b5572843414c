import db from '@adonisjs/lucid/services/db'
import type Account from '#models/identity/account'
import JoinSetting from '#models/membership/join_setting'
import { actorLabel, recordAuditEvent } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'

export type JoinForm = JoinSetting['form']

/** Who may open the form: anyone as long as nothing else was decided (C02, ADR 0007). */
export async function joinForm(): Promise<JoinForm> {
  const last = await JoinSetting.query().orderBy('id', 'desc').first()
  return last?.form ?? 'anyone'
}

/** Opens the form to anyone, or leaves it to people who already have an account. */
export async function setJoinForm(input: {
  form: JoinForm
  reason: string
  actor: Account
  clock: Clock
}) {
  const { form, reason, actor, clock } = input
  const before = await joinForm()
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
