import { BaseMail } from '@adonisjs/mail'
import i18nManager from '@adonisjs/i18n/services/main'
import { houseMail } from '#mails/house_mail'
import { formatCents } from '#values/money'

export type CallMailContent = {
  to: string
  fullName: string
  locale: 'fr' | 'en'
  /** What to write into the transfer. */
  reference: string
  leftCents: bigint
  /** The day in the reader's words. */
  dueOn: string
  isOverdue: boolean
  /** Null for who has no account to open. */
  url: string | null
}

/** A part of the shares' price that was called is still to be paid (C08). */
export default class CallMail extends BaseMail {
  constructor(private content: CallMailContent) {
    super()
  }

  async prepare() {
    const { to, fullName, locale, reference, leftCents, dueOn, isOverdue, url } = this.content
    const i18n = i18nManager.locale(locale)
    const data = { reference, due_on: dueOn, amount: formatCents(leftCents, locale) }
    const say = (key: string) =>
      i18n.t(`shares.call_mail.${isOverdue ? 'late' : 'soon'}.${key}`, data)
    const { text, html } = await houseMail({
      locale,
      lines: [i18n.t('identity.mails.greeting', { name: fullName }), ...say('body').split('\n')],
      button: url ? { label: i18n.t('shares.call_mail.button'), url } : undefined,
      signature: i18n.t('identity.mails.signature'),
    })
    this.message.to(to).subject(say('subject')).text(text).html(html)
  }
}
