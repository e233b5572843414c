import type { ApiClient, ApiRequest } from '@japa/api-client'
import type { Group } from '@japa/runner/core'
import db from '@adonisjs/lucid/services/db'
import testUtils from '@adonisjs/core/services/test_utils'
import limiter from '@adonisjs/limiter/services/main'
import type Application from '#models/membership/application'
import JoinSetting from '#models/membership/join_setting'
import { seedChart } from '#services/ledger/seed_chart'
import { createApplication, type ApplicationForm } from '#services/membership/create_application'
import { signApplication } from '#services/membership/sign_application'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import { catchMails } from '#tests/functional/identity/support'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { FixedClock } from '#values/clock'

export const TODAY = '2032-03-10'
export const clock = new FixedClock(`${TODAY}T10:00:00`)
export const APPLICATIONS = '/membership/applications'
export const OFFICE = '/membership/office/applications'

/** A transaction around each test, with statutes in force and mails caught. */
export function inCooperative(group: Group, { isOpen = true } = {}) {
  group.setup(() => emptyCooperative())
  const caught = { mails: null as unknown as ReturnType<typeof catchMails> }
  group.each.setup(async () => {
    clock.moveTo(`${TODAY}T10:00:00`)
    await limiter.clear()
    const rollback = await testUtils.db().wrapInGlobalTransaction()
    await db.transaction((trx) => seedChart(trx))
    await adoptTestStatutes()
    if (isOpen) await openToAnyone()
    caught.mails = catchMails()
    return async () => {
      caught.mails.restore()
      await rollback()
    }
  })
  return caught
}

/** The office let everybody in: an SAS by itself asks for an account (C02). */
export async function openToAnyone() {
  const recorded = { recordedAt: clock.now(), recordedByLabel: 'test' }
  await JoinSetting.create({ form: 'anyone', reason: 'AG du 1er mars', ...recorded })
}

/** The version that the form shows today. */
export async function statutesId(): Promise<string> {
  const statutes = await statutesInForce(clock.now())
  return statutes!.id
}

/** What a person types; each with a family name of their own. */
export async function typed(changes: Record<string, unknown> = {}) {
  return {
    kind: 'natural',
    category: 'subscriber',
    shares: 3,
    payment: 'full',
    given_name: 'Maëlle',
    family_name: 'Le Goff',
    birth_date: '1988-04-12',
    email: 'maelle@exemple.fr',
    street: '4 rue des Tanneurs',
    postcode: '35000',
    city: 'Rennes',
    country: 'FR',
    statutes: await statutesId(),
    statutes_read: true,
    ...changes,
  }
}

export async function form(changes: Partial<ApplicationForm> = {}): Promise<ApplicationForm> {
  return {
    kind: 'natural',
    categoryCode: 'subscriber',
    shares: 3,
    payment: 'full',
    givenName: 'Maëlle',
    familyName: 'Le Goff',
    birthDate: '1988-04-12',
    email: 'maelle@exemple.fr',
    street: '4 rue des Tanneurs',
    postcode: '35000',
    city: 'Rennes',
    country: 'FR',
    statuteProfileId: await statutesId(),
    consentEmailNotices: true,
    consentNewsletter: false,
    ...changes,
  }
}

export function codeIn(mail: string): string {
  const code = /\b(\d{6})\b/.exec(mail)
  if (!code) throw new Error(`No code in: ${mail}`)
  return code[1]
}

type Mails = { mails: ReturnType<typeof catchMails> }

/** An application that was typed; its code is in the last mail. */
export async function givenUnsigned(changes: Partial<ApplicationForm> = {}, accountId?: string) {
  const outcome = await createApplication({
    form: await form(changes),
    locale: 'fr',
    accountId,
    clock,
  })
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error))
  return outcome.value
}

export async function lastCode({ mails }: Mails, email: string): Promise<string> {
  const all = (await mails.to(email)).filter((text) => /^\d{6} /.test(text))
  return codeIn(all.at(-1)!)
}

/** An application that was signed, as its applicant did. */
export async function givenSigned(
  caught: Mails,
  changes: Partial<ApplicationForm> = {},
  accountId?: string
): Promise<Application> {
  const unsigned = await givenUnsigned(changes, accountId)
  const outcome = await signApplication({
    applicationId: unsigned.id,
    code: await lastCode(caught, unsigned.email),
    address: '192.0.2.7',
    userAgent: 'Firefox',
    accountId,
    clock,
  })
  if (!outcome.ok) throw new Error(outcome.error)
  return outcome.value
}

/** A visitor without an account who knows these applications, as after the secret link. */
export function visitorOf(client: ApiClient, ...ids: string[]) {
  const session = { membership_applications: ids }
  const get = (path: string): ApiRequest => client.get(path)
  return {
    page: (path: string) => get(path).withSession(session).redirects(0).withInertia(),
    file: (path: string) => get(path).withSession(session),
    send: (path: string, sent: object = {}) =>
      client.post(path).withSession(session).withCsrfToken().json(sent).redirects(0),
    upload: (path: string, code: string, file: string) =>
      client
        .post(path)
        .withSession(session)
        .withCsrfToken()
        .field('code', code)
        .file('file', file)
        .redirects(0),
    remove: (path: string) => client.delete(path).withSession(session).withCsrfToken().redirects(0),
  }
}
