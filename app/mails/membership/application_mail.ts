import { BaseMail } from '@adonisjs/mail'
import i18nManager from '@adonisjs/i18n/services/main'
import { houseMail } from '#mails/house_mail'

export type ApplicationMailKind =
  'code' | 'signed' | 'office_copy' | 'admitted' | 'admitted_later' | 'refused' | 'withdrawn'

export type ApplicationMailContent = {
  kind: ApplicationMailKind
  to: string
  name: string
  locale: 'fr' | 'en'
  /** Where the button leads; a mail that only informs has none. */
  url?: string
  data: Record<string, string>
  attachment?: { bytes: Buffer; fileName: string }
}

/** Every mail about an application, in the applicant's language. */
export default class ApplicationMail extends BaseMail {
  constructor(private content: ApplicationMailContent) {
    super()
  }

  async prepare() {
    const { kind, to, name, locale, url, attachment } = this.content
    const i18n = i18nManager.locale(locale)
    const data = { name, ...this.content.data }
    const say = (key: string) => i18n.t(`membership.application.mails.${kind}.${key}`, data)
    const greeting = kind === 'office_copy' ? [] : [i18n.t('identity.mails.greeting', data)]
    const { text, html } = await houseMail({
      locale,
      lines: [...greeting, ...say('body').split('\n')],
      button: url ? { label: say('button'), url } : undefined,
      signature: i18n.t('identity.mails.signature'),
    })
    this.message.to(to).subject(say('subject')).text(text).html(html)
    if (!attachment) return
    this.message.attachData(attachment.bytes, {
      filename: attachment.fileName,
      contentType: 'application/pdf',
    })
  }
}
