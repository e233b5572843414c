import { BaseMail } from '@adonisjs/mail'
import i18nManager from '@adonisjs/i18n/services/main'
import { houseMail } from '#mails/house_mail'

export type MemberMailContent = {
  kind: 'details_changed'
  to: string
  name: string
  locale: 'fr' | 'en'
  data: Record<string, string>
}

/** A mail about a member's record, in the member's language. */
export default class MemberMail extends BaseMail {
  constructor(private content: MemberMailContent) {
    super()
  }

  async prepare() {
    const { kind, to, name, locale, data } = this.content
    const i18n = i18nManager.locale(locale)
    const values = { name, ...data }
    const { text, html } = await houseMail({
      locale,
      lines: [
        i18n.t('identity.mails.greeting', values),
        ...i18n.t(`membership.mails.${kind}.body`, values).split('\n'),
      ],
      signature: i18n.t('identity.mails.signature'),
    })
    const subject = i18n.t(`membership.mails.${kind}.subject`, values)
    this.message.to(to).subject(subject).text(text).html(html)
  }
}
