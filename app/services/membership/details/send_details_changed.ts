import mail from '@adonisjs/mail/services/main'
import i18nManager from '@adonisjs/i18n/services/main'
import MemberMail from '#mails/membership/member_mail'
import Account from '#models/identity/account'
import Member from '#models/membership/member'
import type { DetailsChange } from '#services/membership/details/change_details'

/** What a thief would change first. */
const SENSITIVE = ['email', 'iban']

/**
 * Says at the address known before, and at the new one, that the e-mail or the bank account in the
 * record has changed: whoever did not ask for it can say so.
 */
export async function sendDetailsChanged({ version, previous, fields }: DetailsChange) {
  const changed = fields.filter((field) => SENSITIVE.includes(field))
  if (changed.length === 0) return
  const member = await Member.findOrFail(version.memberId)
  const account = member.accountId ? await Account.find(member.accountId) : null
  const locale = account?.locale === 'en' ? 'en' : 'fr'
  const i18n = i18nManager.locale(locale)
  const what = changed.map((field) => i18n.t(`membership.fields.${field}`)).join(', ')
  for (const to of new Set([previous.email, version.email].filter(Boolean))) {
    const content = { kind: 'details_changed' as const, to, name: member.displayName, locale }
    await mail.sendLater(new MemberMail({ ...content, locale, data: { what } }))
  }
}
