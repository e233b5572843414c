import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { Clock } from '#values/clock'
import type { Check } from './check.js'

/** Days after which an exit that nobody made effective is forgotten, not late. */
const FORGOTTEN_AFTER_DAYS = 2

async function today() {
  const clock = await app.container.make(Clock)
  return clock.now()
}

/** The rows of a query with a day, as one line; null without any. */
async function found(sql: string, day: string): Promise<string | null> {
  const { rows } = await db.rawQuery(`SELECT * FROM (${sql}) AS offending LIMIT 4`, { day })
  return rows.length === 0 ? null : rows.map((row: object) => JSON.stringify(row)).join(', ')
}

export const checks: Check[] = [
  {
    name: 'membership.numbers_have_no_gap',
    sentence: 'Members bear the numbers 1, 2, 3 … without a gap.',
    sql: `SELECT count(*) AS members, max(number) AS last FROM members
           WHERE number IS NOT NULL HAVING count(*) <> max(number)`,
  },
  {
    name: 'membership.one_person_one_record',
    sentence: 'No two records are the same person, unless the office saw two people.',
    sql: `WITH newest AS (
            SELECT DISTINCT ON (d.member_id) d.*, m.kind, m.person_key FROM member_details d
              JOIN members m ON m.id = d.member_id WHERE m.erased_at IS NULL
             ORDER BY d.member_id, d.version DESC)
          SELECT array_agg(member_id) AS members FROM newest
           WHERE kind = 'natural' AND person_key NOT LIKE '%|homonym|%'
           GROUP BY plain_text(given_name), plain_text(family_name), birth_date
          HAVING count(*) > 1
          UNION ALL
          SELECT array_agg(member_id) FROM newest WHERE kind <> 'natural' AND siren IS NOT NULL
           GROUP BY siren HAVING count(*) > 1`,
  },
  {
    name: 'membership.categories_are_known',
    sentence: 'Every active member has a category that the statutes in force know.',
    run: async () => {
      const day = await today()
      return found(
        `SELECT m.id, m.number FROM members m, statutes_on(:day) AS s
          WHERE m.state = 'active' AND s.id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM member_categories c, jsonb_array_elements(s.settings -> 'categories') k
             WHERE c.member_id = m.id AND c.category_code = k ->> 'code'
               AND c.valid_from <= :day AND (c.valid_to IS NULL OR c.valid_to > :day))`,
        day.toISODate()!
      )
    },
  },
  {
    name: 'membership.active_members_have_joined',
    sentence: 'Every active member has a number and a day of joining that has come.',
    run: async () => {
      const day = await today()
      return found(
        `SELECT id, number, joined_on::text FROM members
          WHERE state = 'active' AND (number IS NULL OR joined_on IS NULL OR joined_on > :day)`,
        day.toISODate()!
      )
    },
  },
  {
    name: 'membership.periods_follow',
    sentence:
      'Every member’s row says the first day, the last return and the end that the memberships say.',
    sql: `SELECT m.id, m.number, m.joined_on::text, m.member_since::text, m.left_on::text FROM members m
            LEFT JOIN (SELECT member_id, min(joined_on) AS first, max(joined_on) AS last,
                              (array_agg(left_on ORDER BY joined_on DESC, left_on DESC NULLS FIRST))[1] AS left_on
                         FROM membership_periods GROUP BY member_id) p ON p.member_id = m.id
           WHERE (m.joined_on, m.member_since, m.left_on) IS DISTINCT FROM (p.first, p.last, p.left_on)`,
  },
  {
    name: 'membership.left_members_have_no_category',
    sentence: 'Whoever left, or never joined, has no category that goes on.',
    sql: `SELECT m.id, c.category_code FROM members m JOIN member_categories c ON c.member_id = m.id
           WHERE c.valid_to IS NULL
             AND ((m.state = 'left' AND c.valid_from < m.left_on) OR m.state = 'lapsed')`,
  },
  {
    name: 'membership.details_have_no_gap',
    sentence: 'Every member has details, and their versions follow one another.',
    sql: `SELECT m.id, count(d.id) AS versions FROM members m
            LEFT JOIN member_details d ON d.member_id = m.id
           GROUP BY m.id HAVING count(d.id) = 0 OR count(d.id) <> max(d.version)`,
  },
  {
    name: 'membership.lists_show_the_details',
    sentence: 'The list shows the address and the town of each member’s newest details.',
    sql: `SELECT m.id FROM members m JOIN LATERAL (
            SELECT * FROM member_details d WHERE d.member_id = m.id ORDER BY version DESC LIMIT 1
          ) AS newest ON true
           WHERE (m.email, m.city) IS DISTINCT FROM (newest.email, newest.city)`,
  },
  {
    name: 'membership.exits_end_memberships',
    sentence: 'Whoever left by an exit is no member from its day on, unless they came back.',
    sql: `SELECT e.id, m.number FROM exits e JOIN members m ON m.id = e.member_id
           WHERE e.state = 'effective' AND e.kind <> 'reduction' AND m.state = 'active'
             AND m.admitted_on < e.effective_on`,
  },
  {
    name: 'membership.exits_take_effect',
    sentence: 'No exit waits longer than two days after its day.',
    run: async () => {
      const day = await today()
      return found(
        `SELECT id, effective_on::text FROM exits
          WHERE state = 'announced' AND effective_on < :day`,
        day.minus({ days: FORGOTTEN_AFTER_DAYS }).toISODate()!
      )
    },
  },
  {
    name: 'membership.exclusions_are_complete',
    sentence: 'Nobody is excluded without notice, hearing, vote and an exit that says so (C13).',
    sql: `SELECT x.id FROM exclusions x
           WHERE x.state = 'excluded' AND (x.notice_proof IS NULL OR x.hearing_record IS NULL
              OR x.resolution_reference IS NULL
              OR NOT EXISTS (SELECT 1 FROM exits e WHERE e.exclusion_id = x.id))`,
  },
  {
    name: 'membership.erased_members_are_empty',
    sentence: 'Nothing says who an erased member was.',
    sql: `SELECT m.id FROM members m
           WHERE m.erased_at IS NOT NULL AND (m.email <> '' OR m.account_id IS NOT NULL
              OR EXISTS (SELECT 1 FROM member_details d WHERE d.member_id = m.id
                    AND (d.erased_at IS NULL OR d.family_name IS NOT NULL OR d.email <> ''))
              OR EXISTS (SELECT 1 FROM applications a
                    WHERE a.member_id = m.id AND a.erased_at IS NULL))`,
  },
]
