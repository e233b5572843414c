import { randomBytes } from 'node:crypto'
import mail from '@adonisjs/mail/services/main'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import NoticeMail from '#mails/governance/notice_mail'
import Notice from '#models/governance/notice'
import { postalAddress } from '#services/governance/notices/addressees'
import { noticeContent } from '#services/governance/notices/notice_content'
import { queueNotices } from '#services/governance/notices/queue_notices'
import type { Clock } from '#values/clock'
import { sha256Hex } from '#values/digest'

/** A server that refuses this many mails is away: the job comes back later. */
const MAX_FAILURES = 20

export type Progress = (figure: { done: number; total: number }) => Promise<void>

/**
 * Sends every e-mail of a meeting that waits, each with a link of its own. May run twice, at once,
 * and after a kill: a row is held while its mail leaves, so that of two workers one sends; an
 * address that is refused for good becomes a letter (C19).
 *
 * @throws Error once all were tried, when some did not leave: running again sends those
 */
export async function sendNotices(input: {
  assemblyId: string
  clock: Clock
  progress?: Progress
}): Promise<{ sent: number }> {
  const { assemblyId, clock, progress } = input
  const waiting = await Notice.query()
    .where({ assemblyId, channel: 'email', state: 'queued' })
    .orderBy('createdAt')
    .orderBy('memberId')
    .select('id')
  const failures: unknown[] = []
  let sent = 0
  for (const [index, { id }] of waiting.entries()) {
    try {
      if (await sendOne(id, clock)) sent++
    } catch (error) {
      failures.push(error)
      if (failures.length >= MAX_FAILURES) break
    }
    await progress?.({ done: index + 1, total: waiting.length })
  }
  if (failures.length > 0) {
    throw new Error(`${failures.length} notices did not leave; they are tried again`, {
      cause: failures[0],
    })
  }
  return { sent }
}

/** True when the mail left now. Killed between mail and commit, one person may get it twice rather than never. */
function sendOne(noticeId: string, clock: Clock): Promise<boolean> {
  return db.transaction(async (trx) => {
    const notice = await Notice.query({ client: trx })
      .where({ id: noticeId, state: 'queued' })
      .forUpdate()
      .skipLocked()
      .first()
    if (!notice) return false
    const token = randomBytes(32).toString('base64url')
    const content = await noticeContent(trx, notice, token)
    if (!content) return false
    try {
      const response = await mail.send(new NoticeMail(content))
      await notice.markSent(clock.now(), answerOf(response), sha256Hex(token)).save()
      return true
    } catch (error) {
      const refusal = refusedForGood(error)
      if (!refusal) throw error
      await notice.markBounced(clock.now(), refusal).save()
      await queueLetter(trx, notice, clock)
      return false
    }
  })
}

/** What proves that the mail left: its id, and what the server to which it was handed over answered. */
function answerOf({ messageId, original }: { messageId?: string; original?: unknown }): string {
  const { response } = (original ?? {}) as { response?: string }
  return [messageId, response].filter(Boolean).join(' · ')
}

/** What the server said when it will never take mail for this address (RFC 5321: 5xx); null otherwise. */
function refusedForGood(error: unknown): string | null {
  for (let at = error; at && typeof at === 'object'; at = (at as Error).cause) {
    const { responseCode, response } = at as { responseCode?: number; response?: string }
    if (responseCode && responseCode >= 500 && responseCode < 600) {
      return response ?? String(responseCode)
    }
  }
  return null
}

/** The same message on paper, for whom mail does not reach. */
export async function queueLetter(trx: TransactionClientContract, notice: Notice, clock: Clock) {
  const row = await trx
    .from('members as m')
    .leftJoin('member_details as d', 'd.member_id', 'm.id')
    .where('m.id', notice.memberId)
    .orderBy('d.version', 'desc')
    .select('m.display_name', 'd.*')
    .first()
  const person = {
    memberId: notice.memberId,
    channel: 'post' as const,
    address: postalAddress(row),
  }
  await queueNotices(trx, { id: notice.assemblyId }, notice.kind, [person], clock, notice.round)
}
