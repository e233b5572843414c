import mail from '@adonisjs/mail/services/main'
import applicationsConfig from '#config/applications'
import ApplicationMail, { type ApplicationMailContent } from '#mails/membership/application_mail'
import type Application from '#models/membership/application'
import { bulletinPdf } from '#services/membership/applications/bulletin_pdf'
import type { PaymentInstructions } from '#services/membership/applications/payment_instructions'
import { accessToken } from '#services/membership/applications/secrets'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import env from '#start/env'
import { formatCents } from '#values/money'

type Content = Pick<ApplicationMailContent, 'kind' | 'attachment'> & {
  data?: Record<string, string>
}

/** Where an applicant comes back to, with or without an account. */
export function applicantUrl({ id }: Application): string {
  return new URL(
    `/membership/applications/follow/${accessToken(id)}`,
    env.get('APP_URL')
  ).toString()
}

/** One of the mails about an application, to the applicant. */
export async function sendApplicationMail(application: Application, content: Content) {
  const { email, locale, displayName, representativeName, reference } = application
  await mail.sendLater(
    new ApplicationMail({
      ...content,
      to: email,
      name: representativeName ?? displayName,
      locale,
      url: applicantUrl(application),
      data: { reference, applicant: displayName, ...content.data },
    })
  )
}

/** The code that signs, with the first signs of the fingerprint of what it signs. */
export async function sendCode(application: Application, code: string) {
  await sendApplicationMail(application, {
    kind: 'code',
    data: {
      code,
      minutes: String(applicationsConfig.codeLifetimeMinutes),
      amount: formatCents(application.amountCents, application.locale),
      fingerprint: application.bulletinSha256!.slice(0, 16),
    },
  })
}

/** The signed bulletin to both sides: the applicant, and the co-operative's own address. */
export async function sendSigned(application: Application) {
  const attachment = {
    bytes: await bulletinPdf(application),
    fileName: `bulletin-${application.reference}.pdf`,
  }
  await sendApplicationMail(application, { kind: 'signed', attachment })
  const statutes = await requireStatutes(application.signedOn!)
  const { identity } = statutes.settings
  if (!identity.email) return
  const path = `/membership/office/applications/${application.id}`
  await mail.sendLater(
    new ApplicationMail({
      kind: 'office_copy',
      to: identity.email,
      name: identity.name,
      locale: 'fr',
      url: new URL(path, env.get('APP_URL')).toString(),
      data: { reference: application.reference, applicant: application.displayName },
      attachment,
    })
  )
}

/** Welcome, and how to pay; without a bank account in the statutes the office writes later. */
export async function sendAdmitted(application: Application, payment: PaymentInstructions | null) {
  if (!payment?.iban) return sendApplicationMail(application, { kind: 'admitted_later' })
  await sendApplicationMail(application, {
    kind: 'admitted',
    data: {
      amount: formatCents(payment.amountCents, application.locale),
      iban: payment.iban.replace(/(.{4})(?=.)/g, '$1 '),
      bic: payment.bic ?? '–',
      holder: payment.holder,
    },
  })
}
