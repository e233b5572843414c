import db from '@adonisjs/lucid/services/db'
import { registerTimelineSource, type TimelineItem } from '#services/membership/timeline'

/** Every column a line of the story needs; `by` is a label whose address is left out. */
type Row = { at: string; key: string; by: string | null; params: TimelineItem['params'] }

function tells(name: string, sql: string) {
  registerTimelineSource(name, async (memberId) => {
    const { rows } = await db.rawQuery(sql, { memberId })
    return rows.map(({ at, key, by, params }: Row) => ({
      at,
      key: `membership.timeline.${key}`,
      params: params ?? {},
      by: by?.replace(/ <.*>$/, '') || undefined,
    }))
  })
}

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`
const instant = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', ${INSTANT})`

tells(
  'membership.milestones',
  `SELECT p.joined_on::text AS at, CASE WHEN p.joined_on = m.joined_on THEN 'joined' ELSE 'came_back' END AS key,
      NULL AS by, jsonb_build_object('number', m.number) AS params
     FROM membership_periods p JOIN members m ON m.id = p.member_id WHERE m.id = :memberId
   UNION ALL
   SELECT joined_on::text, 'former_number', NULL, jsonb_build_object('number', former_number)
     FROM members WHERE id = :memberId AND former_number IS NOT NULL AND joined_on IS NOT NULL
   UNION ALL
   SELECT left_on::text, 'left', NULL, '{}' FROM membership_periods
    WHERE member_id = :memberId AND left_on IS NOT NULL`
)

tells(
  'membership.details',
  `SELECT ${instant('d.recorded_at')} AS at, 'details_corrected' AS key, d.recorded_by_label AS by,
      jsonb_strip_nulls(jsonb_build_object('reason', d.reason, 'fields', (
        SELECT string_agg(n.key, ',' ORDER BY n.key)
          FROM jsonb_each_text(to_jsonb(d)) n
          JOIN jsonb_each_text(to_jsonb(p)) o ON o.key = n.key AND o.value IS DISTINCT FROM n.value
         WHERE n.key NOT IN ('id', 'version', 'valid_from', 'recorded_at', 'recorded_by_label',
                             'reason', 'erased_at')))) AS params
     FROM member_details d
     JOIN member_details p ON p.member_id = d.member_id AND p.version = d.version - 1
    WHERE d.member_id = :memberId AND d.erased_at IS NULL`
)

tells(
  'membership.categories',
  `SELECT ${instant('recorded_at')} AS at, 'category_added' AS key, recorded_by_label AS by,
      jsonb_build_object('category', category_code, 'reason', coalesce(reason, '')) AS params
     FROM member_categories WHERE member_id = :memberId
   UNION ALL
   SELECT valid_to::text, 'category_ended', NULL,
      jsonb_build_object('category', category_code)
     FROM member_categories WHERE member_id = :memberId AND valid_to IS NOT NULL`
)

tells(
  'membership.consents',
  `SELECT ${instant('recorded_at')} AS at,
      'consent_' || CASE WHEN given THEN 'given' ELSE 'withdrawn' END AS key,
      recorded_by_label AS by, jsonb_build_object('consent', kind) AS params
     FROM member_consents WHERE member_id = :memberId`
)

tells(
  'membership.exits',
  `SELECT ${instant('requested_at')} AS at, 'exit_announced' AS key, requested_by_label AS by,
      jsonb_build_object('kind', kind, 'day', effective_on::text,
        'shares', coalesce(shares, 0), 'reason', coalesce(reason, '')) AS params
     FROM exits WHERE member_id = :memberId
   UNION ALL
   SELECT ${instant('ended_at')}, 'exit_' || state, NULL,
      jsonb_build_object('kind', kind, 'day', effective_on::text)
     FROM exits WHERE member_id = :memberId AND ended_at IS NOT NULL`
)

tells(
  'membership.exclusions',
  `SELECT ${instant('created_at')} AS at, 'exclusion_opened' AS key, NULL AS by,
      jsonb_build_object('reason', grounds) AS params
     FROM exclusions WHERE member_id = :memberId
   UNION ALL
   SELECT notified_on::text, 'exclusion_notified', NULL, jsonb_build_object('reason', notice_proof)
     FROM exclusions WHERE member_id = :memberId AND notified_on IS NOT NULL
   UNION ALL
   SELECT hearing_on::text, 'exclusion_heard', NULL, '{}'
     FROM exclusions WHERE member_id = :memberId AND hearing_on IS NOT NULL
   UNION ALL
   SELECT ${instant('ended_at')}, 'exclusion_' || state, NULL,
      jsonb_strip_nulls(jsonb_build_object('reference', resolution_reference,
        'yes', yes_votes, 'no', no_votes))
     FROM exclusions WHERE member_id = :memberId AND ended_at IS NOT NULL`
)

/** Acts that leave no row of their own. */
tells(
  'membership.acts',
  `SELECT ${instant('at')} AS at, replace(action, 'membership.', 'act_') AS key, actor_label AS by,
      jsonb_build_object('reason', coalesce(reason, '')) AS params
     FROM audit_events
    WHERE subject_type = 'member' AND subject_id = CAST(:memberId AS text) AND action IN (
      'membership.mark_homonym', 'membership.link_account', 'membership.erase_member',
      'membership.undo_departure', 'membership.lapse')`
)

tells(
  'membership.applications',
  `SELECT ${instant('e.at')} AS at, 'application_' || e.kind AS key, e.actor_label AS by,
      jsonb_build_object('reference', a.reference) AS params
     FROM application_events e JOIN applications a ON a.id = e.application_id
    WHERE a.member_id = :memberId
      AND e.kind IN ('signed', 'admitted', 'refused', 'withdrawn', 'document_added')`
)
