import { BaseMail } from '@adonisjs/mail'
import i18nManager from '@adonisjs/i18n/services/main'
import { houseMail } from '#mails/house_mail'

export type AccountMailKind =
  | 'email_verification'
  | 'already_registered'
  | 'email_change'
  | 'email_changed'
  | 'password_reset'
  | 'password_changed'
  | 'recovery_codes_renewed'
  | 'api_token_created'
  | 'account_closed'

export type AccountMailContent = {
  kind: AccountMailKind
  to: string
  fullName: string
  locale: 'fr' | 'en'
  /** Where the button leads; mails that only inform have none. */
  url?: string
  data?: Record<string, string>
}

/** Every mail about an account, in the person's language: text first, and a plain page of it. */
export default class AccountMail extends BaseMail {
  constructor(private content: AccountMailContent) {
    super()
  }

  async prepare() {
    const { kind, to, url } = this.content
    const i18n = i18nManager.locale(this.content.locale)
    const data = { name: this.content.fullName, ...this.content.data }
    const say = (key: string) => i18n.t(`identity.mails.${key}`, data)
    const { text, html } = await houseMail({
      locale: this.content.locale,
      lines: [say('greeting'), ...say(`${kind}.body`).split('\n')],
      button: url ? { label: say(`${kind}.button`), url } : undefined,
      signature: say('signature'),
    })
    this.message
      .to(to)
      .subject(say(`${kind}.subject`))
      .text(text)
      .html(html)
  }
}
