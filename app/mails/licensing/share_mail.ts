import { BaseMail } from '@adonisjs/mail'
import i18nManager from '@adonisjs/i18n/services/main'
import { houseMail } from '#mails/house_mail'

export type ShareMailContent = {
  to: string
  fullName: string
  locale: 'fr' | 'en'
  title: string
  artist: string
  basisPoints: number
  /** Without one, the mail says with which address to open one. */
  hasAccount: boolean
  url: string
}

/** A share of a work waits for its payee's yes or no (P17). */
export default class ShareMail extends BaseMail {
  constructor(private content: ShareMailContent) {
    super()
  }

  async prepare() {
    const { to, fullName, locale, title, artist, basisPoints, hasAccount, url } = this.content
    const i18n = i18nManager.locale(locale)
    const share = i18n.formatNumber(basisPoints / 10_000, {
      style: 'percent',
      maximumFractionDigits: 2,
    })
    const data = { title, artist, share, email: to }
    const say = (key: string) => i18n.t(`licensing.share_mail.${key}`, data)
    const body = [say('body'), ...(hasAccount ? [] : [say('no_account')])]
    const { text, html } = await houseMail({
      locale,
      lines: [i18n.t('identity.mails.greeting', { name: fullName }), ...body],
      button: { label: say('button'), url },
      signature: i18n.t('identity.mails.signature'),
    })
    this.message.to(to).subject(say('subject')).text(text).html(html)
  }
}
