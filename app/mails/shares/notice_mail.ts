import { BaseMail } from '@adonisjs/mail'
import i18nManager from '@adonisjs/i18n/services/main'
import { houseMail } from '#mails/house_mail'

type NoticeMailContent = {
  kind: string
  to: string
  name: string
  locale: 'fr' | 'en'
  data: Record<string, string | number>
  /** Null for who has no account to open. */
  url: string | null
  attachment?: { bytes: Buffer; fileName: string }
}

/** What the register now says of a member, in the member's language. */
export default class NoticeMail extends BaseMail {
  constructor(private content: NoticeMailContent) {
    super()
  }

  async prepare() {
    const { kind, to, name, locale, url, attachment } = this.content
    const i18n = i18nManager.locale(locale)
    const data = { name, ...this.content.data }
    const say = (key: string) => i18n.t(`shares.notices.${kind}.${key}`, data)
    const { text, html } = await houseMail({
      locale,
      lines: [i18n.t('identity.mails.greeting', data), ...say('body').split('\n')],
      button: url ? { label: i18n.t('shares.notices.button'), url } : undefined,
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
