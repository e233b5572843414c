import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Account from '#models/identity/account'
import Application from '#models/membership/application'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { AdmissionRefusedError, takeAdmissionSteps } from '#services/membership/admission_steps'
import {
  admissionRefusal,
  decisionRefusal,
  type DecisionRefusal,
} from '#services/membership/applications/decision_refusal'
import { keepConsents } from '#services/membership/applications/keep_consents'
import { paymentInstructions } from '#services/membership/applications/payment_instructions'
import {
  sendAdmitted,
  sendApplicationMail,
} from '#services/membership/applications/send_application_mail'
import { tellEvent } from '#services/membership/applications/tell_event'
import { createMember, SamePersonError } from '#services/membership/create_member'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { DecidingBody } from '#services/statutes/statute_settings'
import type { Clock } from '#values/clock'
import { dayOf, isoDay } from '#values/day'
import { err, ok, type Result } from '#values/result'

/** What a body decided, as its minutes say. `date` is YYYY-MM-DD. */
export type Decision = {
  applicationId: string
  body: DecidingBody
  reference: string
  date: string
  actor: Actor
  clock: Clock
}

/**
 * Writes an admission down: the person becomes a member to be, and what other domains do for a new
 * member is done with it, or nothing is. Of two decisions at the same instant one wins (C03).
 */
export async function admitApplication(
  decision: Decision
): Promise<Result<Application, DecisionRefusal>> {
  try {
    const outcome = await db.transaction(async (trx) => {
      const { application, statutes } = await underLock(trx, decision)
      const refusal =
        decisionRefusal(application, statutes, decision) ??
        (await admissionRefusal(trx, application, statutes))
      if (refusal) return err(refusal)
      return ok(await admit(trx, application, decision))
    })
    if (!outcome.ok) return outcome
    const payment = await paymentInstructions(outcome.value, decision.clock)
    await sendAdmitted(outcome.value, payment)
    return outcome
  } catch (error) {
    if (error instanceof SamePersonError) {
      return err({ code: 'same_person', memberId: error.memberId })
    }
    if (!(error instanceof AdmissionRefusedError)) throw error
    return err({ code: 'step_refused', key: error.key, figures: error.figures })
  }
}

/** Writes a refusal down, with its reason, which the applicant reads. */
export async function refuseApplication(
  decision: Decision & { reason: string }
): Promise<Result<Application, DecisionRefusal>> {
  const { reason } = decision
  const outcome = await db.transaction(async (trx) => {
    const { application, statutes } = await underLock(trx, decision)
    const refusal = decisionRefusal(application, statutes, decision)
    if (refusal) return err(refusal)
    await close(trx, application, decision, { state: 'refused', refusalReason: reason })
    return ok(application)
  })
  if (outcome.ok) {
    await sendApplicationMail(outcome.value, { kind: 'refused', data: { reason } })
  }
  return outcome
}

async function underLock(trx: TransactionClientContract, { applicationId, clock }: Decision) {
  const application = await Application.query({ client: trx })
    .where('id', applicationId)
    .forUpdate()
    .firstOrFail()
  return { application, statutes: await requireStatutes(clock.now(), trx) }
}

async function admit(
  trx: TransactionClientContract,
  application: Application,
  decision: Decision
): Promise<Application> {
  const { actor, clock, date } = decision
  const member = await createMember(trx, {
    ...detailsOf(application),
    kind: application.kind,
    categoryCodes: [application.categoryCode],
    admittedOn: date,
    accountId: application.accountId ?? (await accountOf(trx, application)),
    actor,
    clock,
  })
  await close(trx, application, decision, { state: 'admitted', memberId: member.id })
  await keepConsents(trx, application, member.id)
  await takeAdmissionSteps(trx, { application, memberId: member.id, actor, clock })
  return application
}

/** A person without a signed-in application may have an account under the same proven address. */
async function accountOf(trx: TransactionClientContract, { kind, email }: Application) {
  if (kind !== 'natural') return null
  const account = await Account.query({ client: trx })
    .where('email', email)
    .whereNotNull('emailVerifiedAt')
    .whereNull('closedAt')
    .first()
  return account?.id ?? null
}

function detailsOf(application: Application) {
  const { givenName, familyName, birthDate, birthPlace, nationality } = application
  const { legalName, legalForm, siren, siret } = application
  const { representativeName, representativeCapacity } = application
  const { email, phone, street, postcode, city, country, iban } = application
  return {
    ...{ givenName, familyName, birthDate, birthPlace, nationality },
    ...{ legalName, legalForm, siren, siret, representativeName, representativeCapacity },
    ...{ email, phone, street, postcode, city, country, iban },
  }
}

type Outcome = { state: 'admitted'; memberId: string } | { state: 'refused'; refusalReason: string }

async function close(
  trx: TransactionClientContract,
  application: Application,
  { body, reference, date, actor, clock }: Decision,
  outcome: Outcome
) {
  await application
    .merge({
      ...outcome,
      decidedAt: clock.now(),
      decidedByLabel: actorLabel(actor),
      decisionBody: body,
      decisionReference: reference,
      decisionDate: dayOf(date),
    })
    .useTransaction(trx)
    .save()
  const told = { body, reference, date: isoDay(date) }
  const reason = outcome.state === 'refused' ? outcome.refusalReason : null
  await tellEvent(trx, {
    applicationId: application.id,
    kind: outcome.state,
    actor,
    detail: { ...told, ...(reason ? { reason } : {}) },
    clock,
  })
  await recordAuditEvent(trx, {
    actor,
    action:
      outcome.state === 'admitted'
        ? 'membership.admit_application'
        : 'membership.refuse_application',
    subject: { type: 'application', id: application.id },
    before: { state: 'submitted' },
    after: { state: outcome.state, ...told },
    reason,
    clock,
  })
}
