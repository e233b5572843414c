import db from '@adonisjs/lucid/services/db'
import sharesConfig from '#config/shares'
import type { Clock } from '#values/clock'

export const NOTICE_KINDS = [
  'welcome',
  'shares_registered',
  'call_asked',
  'exit_announced',
  'exit_effective',
  'claim_due',
  'claim_paid',
  'transfer_asked',
  'transfer_offered',
  'transfer_reminded',
  'transfer_accepted',
  'transfer_declined',
  'transfer_withdrawn',
  'transfer_entered',
  'transfer_refused',
  'exclusion_notified',
  'exclusion_voted',
] as const
type NoticeKind = (typeof NOTICE_KINDS)[number]

export type WaitingNotice = {
  kind: NoticeKind
  factId: string
  memberId: string
  email: string
  name: string
  locale: 'fr' | 'en'
  /** Without one there is no page to open. */
  hasAccount: boolean
  /** What the words need and the transfer that it is about; days as YYYY-MM-DD (`…_on`), money in cents (`…_cents`). */
  data: Record<string, string | number | null>
}

/** Older facts are known by now, or were there before anybody was told by mail. */
const LOOK_BACK_DAYS = 7
const BATCH = 500

/** Each fact says what happened, to whom it is told, and since when; a fact dated back is a takeover. */
const FACTS = `
  SELECT CASE WHEN EXISTS (SELECT 1 FROM share_movements b
                            WHERE b.to_member_id = v.to_member_id AND b.to_pocket = 'held' AND b.number < v.number)
              THEN 'shares_registered' ELSE 'welcome' END AS kind,
         v.id AS fact_id, v.to_member_id AS member_id, v.recorded_at AS at,
         jsonb_build_object('shares', v.shares, 'amount_cents', (v.shares * v.nominal_cents)::text) AS data
    FROM share_movements v
   WHERE v.type = 'subscribe' AND v.effective_on = (v.recorded_at AT TIME ZONE 'Europe/Paris')::date
     AND NOT EXISTS (SELECT 1 FROM share_movements c WHERE c.corrects = v.number)
  UNION ALL
  SELECT CASE WHEN side.joins THEN 'welcome' ELSE 'transfer_entered' END, v.id, side.member_id, v.recorded_at,
         jsonb_build_object('shares', v.shares, 'giver', f.display_name, 'taker', t.display_name,
                            'amount_cents', (v.shares * v.nominal_cents)::text, 'transfer', v.transfer_id)
    FROM share_movements v
    JOIN members f ON f.id = v.from_member_id JOIN members t ON t.id = v.to_member_id
    CROSS JOIN LATERAL (
      SELECT v.from_member_id AS member_id, false AS joins
       UNION ALL
      SELECT v.to_member_id, NOT EXISTS (SELECT 1 FROM share_movements b
        WHERE b.to_member_id = v.to_member_id AND b.to_pocket = 'held' AND b.number < v.number)) AS side
   WHERE v.type = 'transfer' AND v.effective_on = (v.recorded_at AT TIME ZONE 'Europe/Paris')::date
     AND NOT EXISTS (SELECT 1 FROM share_movements c WHERE c.corrects = v.number)
  UNION ALL
  SELECT 'call_asked', c.id, s.member_id, c.created_at,
         jsonb_build_object('amount_cents', c.amount_cents::text, 'due_on', c.due_on, 'reference', s.reference)
    FROM capital_calls c JOIN share_subscriptions s ON s.id = c.subscription_id
   WHERE c.cancelled_at IS NULL AND c.paid_cents < c.amount_cents
  UNION ALL
  SELECT 'exit_announced', e.id, e.member_id, e.requested_at,
         jsonb_build_object('shares', coalesce(e.shares, h.shares, 0), 'effective_on', e.effective_on)
    FROM exits e LEFT JOIN share_holdings h ON h.member_id = e.member_id
   WHERE e.kind IN ('withdrawal', 'reduction') AND e.state = 'announced'
  UNION ALL
  SELECT 'exclusion_voted', e.id, e.member_id, e.requested_at,
         jsonb_build_object('effective_on', e.effective_on, 'resolution', coalesce(x.resolution_reference, '–'))
    FROM exits e JOIN exclusions x ON x.id = e.exclusion_id WHERE e.state <> 'cancelled'
  UNION ALL
  SELECT 'exit_effective', c.id, c.member_id, c.created_at,
         jsonb_build_object('shares', c.shares, 'exit_on', c.exit_on, 'due_on', c.due_on)
    FROM exit_claims c WHERE c.state = 'queued'
  UNION ALL
  SELECT 'claim_due', c.id, c.member_id, c.due_on::timestamp AT TIME ZONE 'Europe/Paris',
         jsonb_build_object('shares', c.shares, 'due_on', c.due_on)
    FROM exit_claims c WHERE c.state = 'queued'
  UNION ALL
  SELECT 'claim_paid', c.id, c.member_id, v.recorded_at,
         jsonb_build_object('shares', c.shares, 'amount_cents', c.paid_amount_cents::text,
                            'paid_on', c.paid_on, 'reference', c.bank_reference)
    FROM exit_claims c JOIN share_movements v ON v.claim_id = c.id AND v.type = 'cancel'
   WHERE c.state = 'paid'
  UNION ALL
  SELECT told.kind, x.id, told.member_id, told.at,
         jsonb_build_object('shares', x.shares, 'giver', f.display_name, 'taker', t.display_name,
                            'amount_cents', coalesce(x.order_text #>> '{transfer,amount_cents}', '0'),
                            'reference', coalesce(x.reference, '–'), 'refuse_on', x.refuse_by, 'transfer', x.id,
                            'reason', coalesce(x.reason, CASE x.state WHEN 'declined' THEN 'none' ELSE '–' END),
                            'decision', coalesce(x.decision_reference, '–'))
    FROM share_transfers x
    JOIN members f ON f.id = x.from_member_id JOIN members t ON t.id = x.to_member_id
    CROSS JOIN LATERAL (
      SELECT CASE WHEN x.state <> 'requested' THEN 'transfer_' || x.state
                  WHEN side.takes THEN 'transfer_offered' ELSE 'transfer_asked' END AS kind,
             side.member_id, coalesce(x.ended_at, x.accepted_at, x.requested_at) AS at
        FROM (VALUES (x.from_member_id, false), (x.to_member_id, true)) AS side (member_id, takes)
       -- Who was never told of an order need not hear that it is gone.
       WHERE x.state <> 'withdrawn' OR NOT side.takes
          OR EXISTS (SELECT 1 FROM member_notices n WHERE n.fact_id = x.id AND n.member_id = side.member_id)) AS told
   WHERE x.state <> 'registered'
  UNION ALL
  -- Who has not answered is asked once more, on the morning after so many days.
  SELECT 'transfer_reminded', x.id, x.to_member_id,
         ((x.requested_at AT TIME ZONE 'Europe/Paris')::date + CAST(:remindAfterDays AS integer) + time '08:00')
           AT TIME ZONE 'Europe/Paris',
         jsonb_build_object('shares', x.shares, 'giver', f.display_name, 'transfer', x.id,
                            'reference', coalesce(x.reference, 'none'),
                            'asked_on', (x.requested_at AT TIME ZONE 'Europe/Paris')::date)
    FROM share_transfers x
    JOIN members f ON f.id = x.from_member_id
   WHERE x.state = 'requested'
  UNION ALL
  SELECT 'exclusion_notified', x.id, x.member_id, x.notified_on::timestamp AT TIME ZONE 'Europe/Paris',
         jsonb_build_object('grounds', x.grounds, 'notified_on', x.notified_on)
    FROM exclusions x WHERE x.state = 'notified'
`

/** Facts of the last days that a member was not told of yet, the oldest first. */
export async function waitingNotices(clock: Clock): Promise<WaitingNotice[]> {
  const now = clock.now()
  const { rows } = await db.rawQuery(
    `SELECT f.kind, f.fact_id, f.member_id, f.data, m.email, m.display_name AS name,
            coalesce(a.locale, p.locale, 'fr') AS locale, a.id IS NOT NULL AS has_account
       FROM (${FACTS}) AS f JOIN members m ON m.id = f.member_id
       LEFT JOIN accounts a ON a.id = m.account_id
       LEFT JOIN LATERAL (SELECT locale FROM applications WHERE member_id = m.id
                           ORDER BY created_at DESC LIMIT 1) AS p ON true
      WHERE f.at > :since AND f.at <= :now AND m.erased_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM exits d
                         WHERE d.member_id = m.id AND d.kind = 'death' AND d.state <> 'cancelled')
        AND NOT EXISTS (SELECT 1 FROM member_notices n
                         WHERE n.fact_id = f.fact_id AND n.kind = f.kind AND n.member_id = f.member_id)
      ORDER BY f.at, f.kind LIMIT ${BATCH}`,
    {
      since: now.minus({ days: LOOK_BACK_DAYS }).toISO()!,
      now: now.toISO()!,
      remindAfterDays: sharesConfig.remindTakerAfterDays,
    }
  )
  return rows.map((row: Record<string, any>) => ({
    kind: row.kind,
    factId: row.fact_id,
    memberId: row.member_id,
    email: row.email,
    name: row.name,
    locale: row.locale,
    hasAccount: row.has_account,
    data: row.data,
  }))
}
