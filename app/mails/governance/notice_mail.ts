import { BaseMail } from '@adonisjs/mail'
import i18nManager from '@adonisjs/i18n/services/main'
import type { DateTime } from 'luxon'
import { houseMail } from '#mails/house_mail'
import { TIME_ZONE } from '#values/clock'

export type NoticeMailContent = {
  kind: 'notice' | 'reminder' | 'cancellation' | 'postponement'
  to: string
  fullName: string
  locale: 'fr' | 'en'
  /** Who calls the meeting. */
  house: string
  assembly: {
    kind: string
    call: number
    title: string
    startsAt: DateTime
    place: string
    remoteLink: string
    cancelReason: string | null
  }
  agenda: string[]
  /** The member's own page. */
  url: string
  /** An .ics file. */
  calendar: string | null
}

/** A meeting is called, recalled, moved or given up: what, when, where, and the whole agenda. */
export default class NoticeMail extends BaseMail {
  constructor(private content: NoticeMailContent) {
    super()
  }

  async prepare() {
    const { kind, to, fullName, locale, house, assembly, url, calendar } = this.content
    const i18n = i18nManager.locale(locale)
    const say = (key: string, data: Record<string, string> = {}) =>
      i18n.t(`governance_before.mail.${key}`, { ...data, house, title: assembly.title })
    const when = assembly.startsAt
      .setZone(TIME_ZONE)
      .setLocale(locale === 'en' ? 'en-GB' : 'fr')
      .toLocaleString({ dateStyle: 'full', timeStyle: 'short' })
    const lines = [
      i18n.t('identity.mails.greeting', { name: fullName }),
      say(`${kind}.body`, { when, reason: assembly.cancelReason ?? '' }),
      ...(kind === 'cancellation' ? [] : this.#details(say)),
    ]
    const button = { label: say(`${kind}.button`), url }
    const signature = i18n.t('identity.mails.signature')
    const { text, html } = await houseMail({ locale, lines, button, signature })
    this.message
      .to(to)
      .subject(say(`${kind}.subject`, { when }))
      .text(text)
      .html(html)
    if (!calendar) return
    this.message.attachData(Buffer.from(calendar), {
      filename: 'assemblee.ics',
      contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
    })
  }

  #details(say: (key: string, data?: Record<string, string>) => string): string[] {
    const { kind, assembly, agenda } = this.content
    const { place, remoteLink } = assembly
    return [
      ...(place ? [say('place', { place })] : []),
      ...(remoteLink ? [say('link', { link: remoteLink })] : []),
      ...(kind === 'reminder' ? [] : [say('agenda')]),
      ...(kind === 'reminder' ? [] : agenda.map((point, at) => `${at + 1}. ${point}`)),
      ...(kind === 'notice' ? [say('proxy')] : []),
    ]
  }
}
