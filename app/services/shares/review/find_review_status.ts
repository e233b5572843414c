import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import { reviewStatus, type ReviewStatus } from '#services/shares/review/review_rule'
import { approvedAccounts } from '#services/shares/surplus/queries/accounts_register'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import { TIME_ZONE, type Clock } from '#values/clock'

/** C35: where the co-operative stands with its review; null before it has statutes. */
export async function findReviewStatus(clock: Clock): Promise<ReviewStatus | null> {
  const since = await startOfCount()
  if (!since) return null
  const { settings } = await requireStatutes(clock.now())
  const { peak_cents: peak } = await db.from('capital_totals').select('peak_cents').firstOrFail()
  return reviewStatus({
    since,
    everyYears: settings.review.everyYears,
    years: await approvedAccounts(),
    petitions: await petitionDays(),
    peakCents: BigInt(peak),
    today: clock.now(),
  })
}

async function petitionDays(): Promise<string[]> {
  const rows = await db.from('review_petitions').select(db.raw('received_on::text AS day'))
  return rows.map(({ day }: { day: string }) => day)
}

/** The last review, or the day the first statutes took effect. */
async function startOfCount(): Promise<DateTime | null> {
  const { rows } = await db.rawQuery(
    `SELECT coalesce((SELECT max(reviewed_on) FROM cooperative_reviews),
                     (SELECT min(effective_on) FROM statute_profiles WHERE state = 'adopted'))::text AS day`
  )
  return rows[0].day ? DateTime.fromISO(rows[0].day, { zone: TIME_ZONE }) : null
}
