import { BaseMail } from '@adonisjs/mail'
import i18nManager from '@adonisjs/i18n/services/main'
import { houseMail } from '#mails/house_mail'

export type SigningCodeLetter = {
  to: string
  locale: 'fr' | 'en'
  name: string
  /** What is signed: a bulletin for more shares, the order of a transfer, or its acceptance. */
  signs: 'more' | 'transfer' | 'acceptance'
  code: string
  minutes: string
  fingerprint: string
  /** What its words need of the text that is signed. */
  data: Record<string, string | number>
}

/** The code with which a member signs a text of the register. */
export default class SigningCodeMail extends BaseMail {
  constructor(private letter: SigningCodeLetter) {
    super()
  }

  async prepare() {
    const { to, locale, signs, data, ...rest } = this.letter
    const i18n = i18nManager.locale(locale)
    const values = { ...rest, ...data }
    const say = (key: string) => i18n.t(`shares.${signs}.mail.${key}`, values)
    const { text, html } = await houseMail({
      locale,
      lines: [i18n.t('identity.mails.greeting', values), ...say('body').split('\n')],
      signature: i18n.t('identity.mails.signature'),
    })
    this.message.to(to).subject(say('subject')).text(text).html(html)
  }
}
