import mail from '@adonisjs/mail/services/main'
import db from '@adonisjs/lucid/services/db'
import type { CheckResult } from '#checks/check'
import InvariantsMail from '#mails/invariants_mail'
import env from '#start/env'

type Administrator = { email: string; full_name: string; locale: 'fr' | 'en' }

/**
 * One mail to each administrator with the sentences that do not hold and the page to go to; none
 * when everything holds. One address that fails keeps nobody else waiting.
 */
export async function tellAdministrators(failing: CheckResult[]): Promise<void> {
  if (failing.length === 0) return
  const { rows } = await db.rawQuery(
    `SELECT a.email, a.full_name, a.locale FROM accounts a
      WHERE EXISTS (SELECT 1 FROM account_roles r
                     WHERE r.account_id = a.id AND r.role = 'administrator')
      ORDER BY a.email`
  )
  const url = new URL('/office/invariants', env.get('APP_URL')).toString()
  const sent = await Promise.allSettled(
    rows.map(({ email, full_name: name, locale }: Administrator) =>
      mail.send(new InvariantsMail({ to: email, name, locale, url, failing }))
    )
  )
  const lost = sent.filter((one) => one.status === 'rejected')
  if (lost.length > 0) {
    throw new Error(`${lost.length} mails to administrators did not leave`, {
      cause: lost[0].reason,
    })
  }
}
