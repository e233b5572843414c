import { BaseMail } from '@adonisjs/mail'
import i18nManager from '@adonisjs/i18n/services/main'
import { houseMail } from '#mails/house_mail'
import { formatCents } from '#values/money'

export type FeeMailContent = {
  to: string
  fullName: string
  locale: 'fr' | 'en'
  amountCents: bigint
  /** What to write into the transfer. */
  reference: string
  url: string
}

/** A month began: its fee is awaited. */
export default class FeeMail extends BaseMail {
  constructor(private content: FeeMailContent) {
    super()
  }

  async prepare() {
    const { to, fullName, locale, amountCents, reference, url } = this.content
    const i18n = i18nManager.locale(locale)
    const data = { reference, amount: formatCents(amountCents, locale) }
    const say = (key: string) => i18n.t(`subscriptions.fee_mail.${key}`, data)
    const { text, html } = await houseMail({
      locale,
      lines: [i18n.t('identity.mails.greeting', { name: fullName }), ...say('body').split('\n')],
      button: { label: say('button'), url },
      signature: i18n.t('identity.mails.signature'),
    })
    this.message.to(to).subject(say('subject')).text(text).html(html)
  }
}
