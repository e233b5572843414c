import { BaseMail } from '@adonisjs/mail'
import i18nManager from '@adonisjs/i18n/services/main'
import { houseMail } from '#mails/house_mail'

type Content = { to: string; locale: 'fr' | 'en'; data: Record<string, string> }

/** The code with which an officer signs the minutes of a meeting. */
export default class MinutesCodeMail extends BaseMail {
  constructor(private content: Content) {
    super()
  }

  async prepare() {
    const { to, locale, data } = this.content
    const i18n = i18nManager.locale(locale)
    const { text, html } = await houseMail({
      locale,
      lines: [
        i18n.t('identity.mails.greeting', data),
        ...i18n.t('governance_after.mail.body', data).split('\n'),
      ],
      signature: i18n.t('identity.mails.signature'),
    })
    this.message.to(to).subject(i18n.t('governance_after.mail.subject', data)).text(text).html(html)
  }
}
