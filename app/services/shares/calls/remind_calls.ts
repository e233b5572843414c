import mail from '@adonisjs/mail/services/main'
import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import sharesConfig from '#config/shares'
import CallMail from '#mails/shares/call_mail'
import env from '#start/env'
import type { Clock } from '#values/clock'

type Reminder = {
  id: string
  email: string
  name: string
  locale: 'fr' | 'en' | null
  has_account: boolean
  reference: string
  left_cents: string
  due_on: string
}

/**
 * Recalls every open call that is due soon or late to its member (C08), at most once in so many
 * days. Each mail is claimed before it leaves, so that two processes send one; an address that
 * fails keeps nobody else waiting and is tried again at the next run.
 */
export async function remindCalls(clock: Clock): Promise<{ sent: number; failed: number }> {
  const outcome = { sent: 0, failed: 0 }
  for (const reminder of await waiting(clock)) {
    try {
      if (await send(reminder, clock)) outcome.sent++
    } catch {
      outcome.failed++
    }
  }
  return outcome
}

const IS_WAITING = `c.cancelled_at IS NULL AND c.paid_cents < c.amount_cents
  AND c.due_on <= :until AND coalesce(c.reminded_on <= :since, true)`

function window(clock: Clock) {
  const today = clock.now()
  return {
    until: today.plus({ days: sharesConfig.remindBeforeDueDays }).toISODate()!,
    since: today.minus({ days: sharesConfig.remindEveryDays }).toISODate()!,
  }
}

async function waiting(clock: Clock): Promise<Reminder[]> {
  const { rows } = await db.rawQuery(
    `SELECT c.id, m.email, m.display_name AS name, a.locale,
            a.id IS NOT NULL AS has_account, s.reference,
            (c.amount_cents - c.paid_cents)::text AS left_cents, c.due_on::text
       FROM capital_calls c JOIN share_subscriptions s ON s.id = c.subscription_id
       JOIN members m ON m.id = s.member_id LEFT JOIN accounts a ON a.id = m.account_id
      WHERE ${IS_WAITING} ORDER BY c.due_on, c.id`,
    window(clock)
  )
  return rows
}

function send(reminder: Reminder, clock: Clock): Promise<boolean> {
  const today = clock.now().toISODate()!
  const locale = reminder.locale ?? 'fr'
  return db.transaction(async (trx) => {
    const { rowCount } = await trx.rawQuery(
      `UPDATE capital_calls c SET reminded_on = :today WHERE c.id = :id AND ${IS_WAITING}`,
      { id: reminder.id, today, ...window(clock) }
    )
    if (rowCount === 0) return false
    await mail.send(
      new CallMail({
        to: reminder.email,
        fullName: reminder.name,
        locale,
        reference: reminder.reference,
        leftCents: BigInt(reminder.left_cents),
        dueOn: DateTime.fromISO(reminder.due_on)
          .setLocale(locale)
          .toLocaleString(DateTime.DATE_FULL),
        isOverdue: reminder.due_on < today,
        url: reminder.has_account ? new URL('/shares/mine', env.get('APP_URL')).href : null,
      })
    )
    return true
  })
}
