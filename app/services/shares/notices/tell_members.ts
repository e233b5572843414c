import mail from '@adonisjs/mail/services/main'
import db from '@adonisjs/lucid/services/db'
import i18nManager from '@adonisjs/i18n/services/main'
import NoticeMail from '#mails/shares/notice_mail'
import Member from '#models/membership/member'
import ShareTransfer from '#models/shares/share_transfer'
import { transferOrderPdf } from '#services/shares/documents/transfer_order'
import { paperContext } from '#services/shares/documents/pdf_context'
import { shareCertificate } from '#services/shares/documents/share_certificate'
import { waitingNotices, type WaitingNotice } from '#services/shares/notices/waiting_notices'
import env from '#start/env'
import type { Clock } from '#values/clock'
import { dayInWords } from '#values/day'
import { formatCents } from '#values/money'

/**
 * Tells members what the register now says of them: one mail for each fact, once it is committed,
 * whoever entered it. A fact is claimed before its mail leaves, so that two processes send one; an
 * address that fails keeps nobody else waiting and is tried again at the next run.
 */
export async function tellMembers(clock: Clock): Promise<{ sent: number; failed: number }> {
  const outcome = { sent: 0, failed: 0 }
  for (const notice of await waitingNotices(clock)) {
    try {
      if (await tell(notice, clock)) outcome.sent++
    } catch {
      outcome.failed++
    }
  }
  return outcome
}

function tell(notice: WaitingNotice, clock: Clock): Promise<boolean> {
  const { kind, factId, memberId, email, name, locale } = notice
  return db.transaction(async (trx) => {
    const { rowCount } = await trx.rawQuery(
      `INSERT INTO member_notices (kind, fact_id, member_id, sent_at)
       VALUES (:kind, :factId, :memberId, :at) ON CONFLICT DO NOTHING`,
      { kind, factId, memberId, at: clock.now().toISO()! }
    )
    if (rowCount === 0) return false
    const member = await Member.query({ client: trx }).where('id', memberId).firstOrFail()
    await mail.send(
      new NoticeMail({
        ...{ kind, to: email, name, locale },
        data: { ...words(notice), number: member.number ?? '–', account: accountWord(notice) },
        url: notice.hasAccount ? new URL('/shares/mine', env.get('APP_URL')).href : null,
        attachment: await paperOf(notice, member, clock),
      })
    )
    return true
  })
}

/** What the words turn on: without a page of theirs, people answer on paper. */
const accountWord = ({ hasAccount }: WaitingNotice) => (hasAccount ? 'one' : 'none')

/** Orders come on paper while they wait and once they are entered. */
const WITH_ORDER = ['transfer_asked', 'transfer_offered', 'transfer_reminded', 'transfer_entered']

/** New shares come with the certificate of what is held now, a transfer with its order. */
async function paperOf({ kind, locale, data }: WaitingNotice, member: Member, clock: Clock) {
  if (WITH_ORDER.includes(kind)) return orderOf(String(data.transfer))
  if (kind !== 'welcome' && kind !== 'shares_registered') return undefined
  const i18n = i18nManager.locale(locale)
  const t = (key: string, values?: Record<string, string | number>) => i18n.t(key, values)
  const bytes = await shareCertificate(member, await paperContext({ locale, t }, clock))
  return bytes ? { bytes, fileName: `parts-${member.number}.pdf` } : undefined
}

async function orderOf(transferId: string) {
  const transfer = await ShareTransfer.findOrFail(transferId)
  const bytes = await transferOrderPdf(transfer)
  return bytes ? { bytes, fileName: `ordre-${transfer.reference}.pdf` } : undefined
}

/** Days and money as the reader writes them, « none » for a day that there is not; the rest as it is. */
function words({ data, locale }: WaitingNotice): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => {
      if (value === null) return [name, 'none']
      if (name.endsWith('_on')) return [name, dayInWords(String(value), locale)]
      if (!name.endsWith('_cents')) return [name, value]
      return [name.replace(/_cents$/, ''), formatCents(BigInt(value), locale)]
    })
  )
}
