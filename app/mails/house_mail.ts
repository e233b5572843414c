import app from '@adonisjs/core/services/app'
import logger from '@adonisjs/core/services/logger'
import { plainMail, type PlainMail } from '#mails/plain_mail'
import { letterheadOn } from '#services/documents/letterhead'
import { Clock } from '#values/clock'
import { parisDay } from '#values/day'

/**
 * A mail of the co-operative: below it stands who sends it, as the law asks of every letter of a
 * registered house (C. com. art. R123-237).
 */
export async function houseMail(content: Omit<PlainMail, 'mention'>) {
  return plainMail({ ...content, mention: await mentionToday(content.locale) })
}

/** Empty before the first statutes; a database that does not answer keeps no alert from leaving. */
async function mentionToday(locale: string): Promise<string> {
  try {
    const clock = await app.container.make(Clock)
    const house = await letterheadOn(parisDay(clock.now()))
    return house?.mention[locale === 'en' ? 'en' : 'fr'] ?? ''
  } catch (error) {
    logger.warn({ err: error }, 'a mail leaves without the legal mention')
    return ''
  }
}
