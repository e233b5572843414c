import { BaseMail } from '@adonisjs/mail'
import i18nManager from '@adonisjs/i18n/services/main'

export type AccountMailKind =
  | 'email_verification'
  | 'already_registered'
  | 'email_change'
  | 'email_changed'
  | 'password_reset'
  | 'password_changed'
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

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign])

/** Every mail about an account, in the person's language: text first, and a plain page of it. */
export default class AccountMail extends BaseMail {
  constructor(private content: AccountMailContent) {
    super()
  }

  prepare() {
    const { kind, to, url } = this.content
    const i18n = i18nManager.locale(this.content.locale)
    const data = { name: this.content.fullName, ...this.content.data }
    const say = (key: string) => i18n.t(`identity.mails.${key}`, data)
    const body = say(`${kind}.body`).split('\n')
    const lines = [say('greeting'), ...body]
    const button = url ? say(`${kind}.button`) : ''
    const signature = say('signature')

    const text = [...lines, ...(url ? [`${button} :\n${url}`] : []), signature].join('\n\n')
    const paragraphs = lines.map((line) => `<p>${escape(line)}</p>`)
    const link = url ? [`<p><a href="${escape(url)}">${escape(button)}</a></p>`] : []
    const html = [
      `<!doctype html><html lang="${this.content.locale}"><body`,
      ' style="font:16px/1.5 sans-serif;max-width:36em;margin:2em auto;padding:0 1em">',
      ...paragraphs,
      ...link,
      `<p>${escape(signature)}</p></body></html>`,
    ].join('\n')
    this.message
      .to(to)
      .subject(say(`${kind}.subject`))
      .text(text)
      .html(html)
  }
}
