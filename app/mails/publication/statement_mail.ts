import { BaseMail } from '@adonisjs/mail'
import i18nManager from '@adonisjs/i18n/services/main'
import { houseMail } from '#mails/house_mail'
import { periodLabel, type Period } from '#values/period'

export type StatementMailContent = {
  kind: 'subscriber' | 'payee'
  period: Period
  to: string
  fullName: string
  /** Whose works the statement is about; empty for a subscriber. */
  payee: string
  locale: 'fr' | 'en'
  url: string
}

/** "Your statement is published", in the person's language; a mail never carries an amount. */
export default class StatementMail extends BaseMail {
  constructor(private content: StatementMailContent) {
    super()
  }

  async prepare() {
    const { kind, period, to, fullName, payee, locale, url } = this.content
    const i18n = i18nManager.locale(locale)
    const data = { payee, month: periodLabel(period, locale) }
    const say = (key: string) => i18n.t(`publication.notice.${kind}.${key}`, data)
    const { text, html } = await houseMail({
      locale,
      lines: [i18n.t('identity.mails.greeting', { name: fullName }), ...say('body').split('\n')],
      button: { label: say('button'), url },
      signature: i18n.t('identity.mails.signature'),
    })
    this.message.to(to).subject(say('subject')).text(text).html(html)
  }
}
