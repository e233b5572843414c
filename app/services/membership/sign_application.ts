import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import applicationsConfig from '#config/applications'
import Application from '#models/membership/application'
import Member from '#models/membership/member'
import { issueCode } from '#services/membership/applications/issue_code'
import { sendCode, sendSigned } from '#services/membership/applications/send_application_mail'
import { codeHash, sameHash } from '#services/membership/applications/secrets'
import { tellEvent } from '#services/membership/applications/tell_event'
import { requireStatutes, statutesInForce } from '#services/statutes/queries/statutes_in_force'
import { TIME_ZONE, type Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'

export type SignatureRefusal =
  | 'not_to_be_signed'
  | 'statutes_changed'
  | 'code_expired'
  | 'too_many_tries'
  | 'wrong_code'
  | 'already_applied'
  | 'already_member'

type Signature = {
  applicationId: string
  code: string
  /** Where the signature came from: kept as evidence. */
  address: string
  userAgent: string | null
  accountId?: string | null
  clock: Clock
}

/**
 * Signs with the one-time code that was sent by e-mail. The bulletin is then what it is for ever;
 * beside it stands how it was signed. A wrong code counts, and after five only a new one helps.
 */
export async function signApplication(
  input: Signature
): Promise<Result<Application, SignatureRefusal>> {
  const outcome = await db.transaction(async (trx) => {
    const application = await lockApplication(trx, input.applicationId)
    const refusal =
      (await textRefusal(trx, application, input.clock)) ??
      (await codeRefusal(trx, application, input)) ??
      (await personRefusal(trx, application))
    if (refusal) return err(refusal)
    return ok(await sign(trx, application, input))
  })
  if (outcome.ok) await sendSigned(outcome.value)
  return outcome
}

/** A fresh code for the bulletin as it reads today. */
export async function resendCode(
  applicationId: string,
  clock: Clock
): Promise<Result<Application, SignatureRefusal>> {
  const outcome = await db.transaction(async (trx) => {
    const application = await lockApplication(trx, applicationId)
    const refusal = await textRefusal(trx, application, clock)
    if (refusal) return err(refusal)
    const statutes = await requireStatutes(clock.now(), trx)
    return ok({ application, code: await issueCode(trx, application, statutes, clock) })
  })
  if (!outcome.ok) return outcome
  await sendCode(outcome.value.application, outcome.value.code)
  return ok(outcome.value.application)
}

function lockApplication(trx: TransactionClientContract, id: string) {
  return Application.query({ client: trx }).where('id', id).forUpdate().firstOrFail()
}

async function textRefusal(
  trx: TransactionClientContract,
  application: Application,
  clock: Clock
): Promise<SignatureRefusal | null> {
  if (application.state !== 'unsigned') return 'not_to_be_signed'
  const statutes = await statutesInForce(clock.now(), trx)
  return statutes?.id === application.statuteProfileId ? null : 'statutes_changed'
}

async function codeRefusal(
  trx: TransactionClientContract,
  application: Application,
  { code, clock }: Signature
): Promise<SignatureRefusal | null> {
  const { codeHash: kept, codeExpiresAt, bulletinSha256 } = application
  if (!kept || !codeExpiresAt || !bulletinSha256 || codeExpiresAt <= clock.now()) {
    return 'code_expired'
  }
  if (application.codeAttempts >= applicationsConfig.codeTries) return 'too_many_tries'
  if (sameHash(kept, codeHash(application.id, bulletinSha256, code))) return null
  application.codeAttempts++
  await application.useTransaction(trx).save()
  return application.codeAttempts >= applicationsConfig.codeTries ? 'too_many_tries' : 'wrong_code'
}

/** One person, one application at a time (C03); said to whoever has proven the same address. */
async function personRefusal(
  trx: TransactionClientContract,
  { id, personKey, email }: Application
): Promise<SignatureRefusal | null> {
  await trx.rawQuery(`SELECT pg_advisory_xact_lock(hashtext('applications|person|' || ?))`, [
    personKey,
  ])
  const member = await Member.query({ client: trx })
    .where({ personKey, email })
    .whereIn('state', ['admitted', 'active'])
    .first()
  if (member) return 'already_member'
  const other = await Application.query({ client: trx })
    .where({ personKey, email, state: 'submitted' })
    .whereNot('id', id)
    .first()
  return other ? 'already_applied' : null
}

async function sign(
  trx: TransactionClientContract,
  application: Application,
  { address, userAgent, accountId, clock }: Signature
): Promise<Application> {
  const now = clock.now()
  const statutes = await requireStatutes(now, trx)
  const sentAt = application.codeExpiresAt!.minus({
    minutes: applicationsConfig.codeLifetimeMinutes,
  })
  await application
    .sign(now, {
      method: 'one_time_code_by_email',
      bulletin_sha256: application.bulletinSha256,
      statutes_body_sha256: statutes.bodySha256,
      email: application.email,
      code_sent_at: sentAt.setZone(TIME_ZONE).toISO(),
      signed_at: now.toISO(),
      wrong_codes_before: application.codeAttempts,
      address,
      user_agent: userAgent,
      account_id: accountId ?? null,
    })
    .useTransaction(trx)
    .save()
  const actor = { label: application.displayName }
  const detail = { bulletin_sha256: application.bulletinSha256 }
  await tellEvent(trx, { applicationId: application.id, kind: 'signed', actor, detail, clock })
  return application
}
