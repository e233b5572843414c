import mail from '@adonisjs/mail/services/main'
import AccountMail, { type AccountMailContent } from '#mails/identity/account_mail'
import env from '#start/env'

type Person = { email: string; fullName: string; locale: 'fr' | 'en' }
type Content = Omit<AccountMailContent, 'to' | 'fullName' | 'locale' | 'url'> & { path?: string }

/**
 * Sends one of the account mails. It leaves after the answer, so that the time of the answer does
 * not tell whether an address has an account; a mail that is lost can be asked for again.
 */
export async function sendAccountMail(person: Person, content: Content, to = person.email) {
  const { path, ...rest } = content
  await mail.sendLater(
    new AccountMail({
      ...rest,
      to,
      fullName: person.fullName,
      locale: person.locale,
      url: path ? new URL(path, env.get('APP_URL')).toString() : undefined,
    })
  )
}
