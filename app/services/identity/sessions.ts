import app from '@adonisjs/core/services/app'
import { SessionCollection } from '@adonisjs/session'
import db from '@adonisjs/lucid/services/db'
import SessionLabel from '#models/identity/session_label'
import type { Clock } from '#values/clock'

type Place = { sessionId: string; accountId: string; userAgent: string | null; address: string }

/** How often "last seen" is written, at most. */
const SEEN_EVERY_MINUTES = 5

/** Remembers where a session was opened. */
export async function labelSession(place: Place, clock: Clock) {
  const now = clock.now()
  await SessionLabel.updateOrCreate(
    { sessionId: place.sessionId },
    {
      accountId: place.accountId,
      userAgent: place.userAgent?.slice(0, 400) ?? null,
      address: place.address,
      startedAt: now,
      seenAt: now,
    }
  )
}

/**
 * True unless the session was revoked; notes that it was seen. A revoked session stays refused
 * even if a request that was under way wrote it back into the store.
 */
export async function isSessionAlive(place: Place, clock: Clock): Promise<boolean> {
  const label = await SessionLabel.find(place.sessionId)
  if (!label) {
    await labelSession(place, clock)
    return true
  }
  if (label.revokedAt || label.accountId !== place.accountId) return false
  const now = clock.now()
  if (label.seenAt < now.minus({ minutes: SEEN_EVERY_MINUTES })) {
    await label.merge({ seenAt: now, address: place.address }).save()
  }
  return true
}

/** The person's open sessions, the one in use first, then the last seen. */
export async function listSessions(accountId: string, currentSessionId: string) {
  const labels = await SessionLabel.query()
    .where('account_id', accountId)
    .whereNull('revoked_at')
    .orderBy('seen_at', 'desc')
  const collection = await app.container.make(SessionCollection)
  const tagged = await collection.tagged(accountId)
  const alive = new Set(tagged.map((session) => session.id))
  return labels
    .filter((label) => label.sessionId === currentSessionId || alive.has(label.sessionId))
    .map((label) => ({ label, isCurrent: label.sessionId === currentSessionId }))
    .sort((one, other) => Number(other.isCurrent) - Number(one.isCurrent))
}

/**
 * Ends one session of the account, or all of them, or all but one. A session of somebody else is
 * left alone. Gives how many ended.
 */
export async function revokeSessions(input: {
  accountId: string
  sessionId?: string
  exceptSessionId?: string
  clock: Clock
}): Promise<number> {
  const query = SessionLabel.query().where('account_id', input.accountId).whereNull('revoked_at')
  if (input.sessionId) query.where('session_id', input.sessionId)
  if (input.exceptSessionId) query.whereNot('session_id', input.exceptSessionId)
  const labels = await query
  const collection = await app.container.make(SessionCollection)
  for (const label of labels) {
    await label.merge({ revokedAt: input.clock.now() }).save()
    await collection.destroy(label.sessionId)
  }
  return labels.length
}

/** Forgets labels of sessions that nobody used for two months: an address is personal data. */
export async function forgetOldSessions(clock: Clock): Promise<number> {
  const before = clock.now().minus({ months: 2 }).toJSDate()
  const count: unknown = await db.from('session_labels').where('seen_at', '<', before).delete()
  return Number(count)
}
