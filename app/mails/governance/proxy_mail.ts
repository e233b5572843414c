import { BaseMail } from '@adonisjs/mail'
import i18nManager from '@adonisjs/i18n/services/main'
import { houseMail } from '#mails/house_mail'
import type { ProxyNews } from '#services/governance/proxies/send_proxy_mail'

type Content = {
  to: string
  locale: 'fr' | 'en'
  news: ProxyNews
  data: { name: string; other: string; title: string; at: string }
  url: string
}

/** What became of a proxy, to whom it concerns (C24). */
export default class ProxyMail extends BaseMail {
  constructor(readonly content: Content) {
    super()
  }

  async prepare() {
    const { to, locale, news, data, url } = this.content
    const i18n = i18nManager.locale(locale)
    const say = (key: string) => i18n.t(`governance_vote.proxy_mail.${news}.${key}`, data)
    const { text, html } = await houseMail({
      locale,
      lines: [i18n.t('identity.mails.greeting', data), say('body')],
      button: { label: i18n.t('governance_vote.proxy_mail.button'), url },
      signature: i18n.t('identity.mails.signature'),
    })
    this.message.to(to).subject(say('subject')).text(text).html(html)
  }
}
