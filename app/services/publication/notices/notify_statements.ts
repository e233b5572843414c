import mail from '@adonisjs/mail/services/main'
import db from '@adonisjs/lucid/services/db'
import StatementMail from '#mails/publication/statement_mail'
import {
  waitingNotices,
  type Notice,
  type NoticeCursor,
} from '#services/publication/notices/waiting_notices'
import env from '#start/env'
import type { Clock } from '#values/clock'

const BATCH = 500
/** A server that refuses this many mails is away: the job comes back later. */
const MAX_FAILURES = 20

const PAGES = { subscriber: 'my-month', payee: 'my-statement' } as const

/**
 * Tells each subscriber and payee with a statement that the month is published (design section 6,
 * step 8): one mail for each statement, without amounts. May run twice, at once, and after a kill:
 * whoever was told is not told again, and one address that fails keeps nobody else waiting.
 *
 * @returns how many mails left now
 * @throws Error once all were tried, when some mails did not leave: running again sends those
 */
export async function notifyStatements(input: {
  period: string
  revision: number
  clock: Clock
}): Promise<{ sent: number }> {
  const { period, revision, clock } = input
  const failures: unknown[] = []
  let sent = 0
  let after: NoticeCursor = null
  for (;;) {
    const batch: Notice[] = await waitingNotices({ period, revision, after, limit: BATCH })
    for (const notice of batch) {
      try {
        if (await tell(notice, period, clock)) sent++
      } catch (error) {
        failures.push(error)
        if (failures.length >= MAX_FAILURES) throw unsent(period, failures)
      }
    }
    if (batch.length < BATCH) break
    after = batch.at(-1)!
  }
  if (failures.length > 0) throw unsent(period, failures)
  return { sent }
}

/**
 * The row is claimed before the mail leaves and kept once it has left, so that of two workers one
 * sends. Killed between the two, one person may get the mail twice rather than never.
 */
function tell(notice: Notice, period: string, clock: Clock): Promise<boolean> {
  const { statementId, subjectId, email, ...words } = notice
  return db.transaction(async (trx) => {
    const { rowCount } = await trx.rawQuery(
      `INSERT INTO statement_notices (statement_id, sent_at) VALUES (:statementId, :at)
       ON CONFLICT DO NOTHING`,
      { statementId, at: clock.now().toISO()! }
    )
    if (rowCount === 0) return false
    const url = new URL(`/royalties/${PAGES[notice.kind]}/${period}`, env.get('APP_URL'))
    if (notice.kind === 'payee') url.searchParams.set('payee', subjectId)
    await mail.send(new StatementMail({ ...words, period, to: email, url: url.toString() }))
    return true
  })
}

function unsent(period: string, failures: unknown[]): Error {
  return new Error(`${failures.length} mails about ${period} did not leave; they are tried again`, {
    cause: failures[0],
  })
}
