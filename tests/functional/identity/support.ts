import type { Group } from '@japa/runner/core'
import limiter from '@adonisjs/limiter/services/main'
import mail from '@adonisjs/mail/services/main'
import testUtils from '@adonisjs/core/services/test_utils'
import type AccountMail from '#mails/identity/account_mail'

/** Every test starts with no counted attempts and leaves nothing in the database. */
export function cleanSlate(group: Group) {
  group.each.setup(async () => {
    await limiter.clear()
    return testUtils.db().wrapInGlobalTransaction()
  })
}

/** Catches mails instead of sending them; gives the texts to one address. */
export function catchMails() {
  const fake = mail.fake()
  return {
    async to(address: string): Promise<string[]> {
      const found: string[] = []
      for (const queued of fake.mails.queued() as AccountMail[]) {
        await queued.build()
        const { message } = queued.message.toObject() as unknown as {
          message: { to: { address: string }[] | string[]; text: string; subject: string }
        }
        if (JSON.stringify(message.to).includes(address)) {
          found.push(`${message.subject}\n${message.text}`)
        }
      }
      return found
    },
    async first(address: string): Promise<string> {
      const [first] = await this.to(address)
      return first
    },
    restore: () => mail.restore(),
  }
}

/** The path of the link in a mail. */
export function linkIn(text: string): string {
  const link = /https?:\/\/[^\s/]+(\/\S+)/.exec(text)
  if (!link) throw new Error(`No link in: ${text}`)
  return link[1]
}
