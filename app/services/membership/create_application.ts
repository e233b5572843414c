import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Application from '#models/membership/application'
import Member, { type MemberKind } from '#models/membership/member'
import type StatuteProfile from '#models/statutes/statute_profile'
import { needsRepresentative } from '#services/membership/applications/age'
import { formRefusal, type FormRefusal } from '#services/membership/applications/assert_form'
import { firstPayment, type PaymentChoice } from '#services/membership/applications/first_payment'
import { issueCode } from '#services/membership/applications/issue_code'
import { joinRule } from '#services/membership/applications/join_form'
import { sendCode } from '#services/membership/applications/send_application_mail'
import {
  accessToken,
  accessTokenHash,
  newReference,
} from '#services/membership/applications/secrets'
import { tellEvent } from '#services/membership/applications/tell_event'
import { personKey } from '#services/membership/person_key'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { dayOf } from '#values/day'
import { newId } from '#values/id'
import { err, ok, type Result } from '#values/result'

/** What the form asks; each text is trimmed, days are YYYY-MM-DD. */
export type ApplicationForm = {
  kind: MemberKind
  categoryCode: string
  shares: number
  payment: PaymentChoice
  givenName?: string | null
  familyName?: string | null
  birthDate?: string | null
  birthPlace?: string | null
  nationality?: string | null
  legalName?: string | null
  legalForm?: string | null
  siren?: string | null
  siret?: string | null
  representativeName?: string | null
  representativeCapacity?: string | null
  email: string
  phone?: string | null
  street: string
  postcode: string
  city: string
  country: string
  iban?: string | null
  motivation?: string | null
  /** The version of the statutes that was on the page. */
  statuteProfileId: string
  consentEmailNotices: boolean
  consentNewsletter: boolean
}

export type NewApplication = {
  form: ApplicationForm
  locale: 'fr' | 'en'
  /** The signed-in applicant; null follows the application by a secret link. */
  accountId?: string | null
  /** An unsigned application of the same visitor that this one takes the place of. */
  replaces?: string | null
  clock: Clock
}

/**
 * Keeps what was typed and sends a code to its address: nothing is asked of anybody before that
 * code is given back (`signApplication`). The shares are promised, not subscribed (C07).
 */
export async function createApplication(
  input: NewApplication
): Promise<Result<Application, FormRefusal>> {
  const { form, clock, accountId } = input
  const statutes = await statutesInForce(clock.now())
  if (!statutes) return err({ code: 'no_statutes', field: 'statutes' })
  if (statutes.id !== form.statuteProfileId)
    return err({ code: 'statutes_changed', field: 'statutes' })
  const { form: openTo } = await joinRule(clock)
  if (!accountId && openTo === 'account') return err({ code: 'form_closed', field: 'kind' })
  const refusal =
    formRefusal(form, statutes.settings, clock) ?? (await knownRefusal(form, accountId))
  if (refusal) return err(refusal)
  const { application, code } = await db.transaction(async (trx) => {
    if (input.replaces) await forgetUnsigned(trx, input.replaces)
    const created = await write(trx, input, statutes)
    return { application: created, code: await issueCode(trx, created, statutes, clock) }
  })
  await sendCode(application, code)
  return ok(application)
}

/** Who is signed in may be told that they applied already; nobody else is (C03). */
async function knownRefusal(
  form: ApplicationForm,
  accountId: string | null | undefined
): Promise<FormRefusal | null> {
  if (!accountId || form.kind !== 'natural') return null
  const member = await Member.query()
    .where({ accountId, kind: 'natural' })
    .whereIn('state', ['admitted', 'active'])
    .first()
  if (member) return { code: 'already_member', field: 'kind' }
  const waiting = await Application.query()
    .where({ accountId, kind: 'natural', state: 'submitted' })
    .first()
  return waiting ? { code: 'already_applied', field: 'kind' } : null
}

/** A grown person represents nobody but themselves, whatever was typed before the date was. */
function signsAlone({ kind, birthDate }: ApplicationForm, clock: Clock): boolean {
  return kind === 'natural' && !needsRepresentative(birthDate!, clock.now())
}

async function forgetUnsigned(trx: TransactionClientContract, id: string) {
  await Application.query({ client: trx }).where({ id, state: 'unsigned' }).delete()
}

async function write(
  trx: TransactionClientContract,
  { form, locale, accountId, clock }: NewApplication,
  statutes: StatuteProfile
): Promise<Application> {
  const { payment, birthDate, ...typed } = form
  const id = newId()
  const nominalCents = BigInt(statutes.settings.capital.nominalCents)
  const amountCents = BigInt(form.shares) * nominalCents
  const application = await Application.create(
    {
      ...typed,
      ...(signsAlone(form, clock)
        ? { representativeName: null, representativeCapacity: null }
        : {}),
      id,
      reference: newReference(),
      accountId: accountId ?? null,
      birthDate: birthDate ? dayOf(birthDate) : null,
      nominalCents,
      firstPaymentCents: firstPayment(amountCents, payment, statutes.settings.capital.paidUpBp),
      locale,
      personKey: personKey(form),
      state: 'unsigned',
      codeAttempts: 0,
      accessTokenHash: accessTokenHash(accessToken(id)),
      createdAt: clock.now(),
    },
    { client: trx }
  )
  const actor = { label: application.displayName }
  await tellEvent(trx, { applicationId: id, kind: 'created', actor, clock })
  return application
}
