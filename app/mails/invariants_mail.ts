import { BaseMail } from '@adonisjs/mail'
import i18nManager from '@adonisjs/i18n/services/main'
import type { CheckResult } from '#checks/check'
import { houseMail } from '#mails/house_mail'

type Content = {
  to: string
  name: string
  locale: 'fr' | 'en'
  url: string
  failing: CheckResult[]
}

/** "Something in the books does not hold", to administrators, with the sentences. */
export default class InvariantsMail extends BaseMail {
  constructor(private content: Content) {
    super()
  }

  async prepare() {
    const { to, name, locale, url, failing } = this.content
    const i18n = i18nManager.locale(locale)
    const say = (key: string) => i18n.t(`office.invariants.mail.${key}`, { count: failing.length })
    const sentences = failing.map((one) => `– ${i18n.t(`checks.${one.name}`, {}, one.sentence)}`)
    const { text, html } = await houseMail({
      locale,
      lines: [
        i18n.t('identity.mails.greeting', { name }),
        say('intro'),
        ...sentences,
        ...say('body').split('\n'),
      ],
      button: { label: say('button'), url },
      signature: i18n.t('identity.mails.signature'),
    })
    this.message.to(to).subject(say('subject')).text(text).html(html)
  }
}
