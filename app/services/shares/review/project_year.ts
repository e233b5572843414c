import db from '@adonisjs/lucid/services/db'
import { PRESENT } from '#services/membership/queries/present_on'
import { financialYearIn } from '#services/shares/review/financial_year_in'
import { collegeOf } from '#services/statutes/college_of'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import { dayOf, isoDay } from '#values/day'

type Counts = Record<string, number>

/** The first and last day of a financial year, YYYY-MM-DD. */
export type ProjectPeriod = { from: string; to: string }

/** C36: a year of the co-operative's life, for the annex of the management report. */
export type ProjectYear = ProjectPeriod & {
  /** The calendar year in which it ends. */
  year: number
  /** By category code; a person with several qualities counts once, under the deciding one. */
  membersAtStart: Counts
  membersAtEnd: Counts
  joins: Counts
  /** By kind of exit: withdrawal, exclusion, death. */
  exits: Counts
  exitsByCategory: Counts
  applications: { received: number; admitted: number; refused: number; withdrawn: number }
  capital: { startCents: string; endCents: string }
  /** What was decided: statutes, exclusions, surplus, with the resolution that decided it. */
  events: { on: string; kind: string; reference: string; text: string }[]
  /** What other domains add (assemblies: votes and turnout by category). */
  sections: Record<string, unknown>
}

type Section = (period: ProjectPeriod) => Promise<unknown>
const sections = new Map<string, Section>()

/** Adds a part to the annual project data: governance tells of votes and turnout through it. */
export function registerProjectSection(name: string, section: Section): void {
  sections.set(name, section)
}

/**
 * C36 (décret 2015-1381): everything that the annex of a financial year's report tells, read from
 * the records; by the calendar year in which it ends.
 */
export async function projectYear(year: number): Promise<ProjectYear> {
  const period = await financialYearIn(year)
  const { from: first, to: last } = period
  const before = isoDay(dayOf(first).minus({ days: 1 }))
  const named: Record<string, unknown> = {}
  for (const [name, section] of sections) named[name] = await section(period)
  return {
    year,
    ...period,
    membersAtStart: await membersOn(before),
    membersAtEnd: await membersOn(last),
    joins: await movedMembers('joined_on', first, last),
    exits: await exitsByKind(first, last),
    exitsByCategory: await movedMembers('left_on', first, last),
    applications: await applicationsOf(first, last),
    capital: {
      startCents: await capitalOn(before),
      endCents: await capitalOn(last),
    },
    events: await eventsOf(first, last),
    sections: named,
  }
}

type Combination = { codes: string[] | null; count: number }

/** Members of a day by deciding category (C03). */
async function membersOn(day: string): Promise<Counts> {
  const { rows } = await db.rawQuery(
    `SELECT codes, count(*)::int AS count FROM (
       SELECT m.id, array_agg(c.category_code ORDER BY c.category_code) FILTER (WHERE c.id IS NOT NULL) AS codes
         FROM members m LEFT JOIN member_categories c ON c.member_id = m.id AND c.valid_from <= :day
              AND (c.valid_to IS NULL OR c.valid_to > :day)
        WHERE ${PRESENT}
        GROUP BY m.id) AS one GROUP BY codes`,
    { day }
  )
  return byCategory(rows, day)
}

/** Memberships that began or ended between two days, by the category of that day. */
async function movedMembers(column: 'joined_on' | 'left_on', from: string, to: string) {
  const { rows } = await db.rawQuery(
    `SELECT codes, count(*)::int AS count FROM (
       SELECT p.id, array_agg(c.category_code ORDER BY c.category_code) FILTER (WHERE c.id IS NOT NULL) AS codes
         FROM membership_periods p LEFT JOIN member_categories c ON c.member_id = p.member_id
              AND c.valid_from <= p.${column} AND (c.valid_to IS NULL OR c.valid_to >= p.${column})
        WHERE p.${column} BETWEEN :from AND :to GROUP BY p.id) AS one GROUP BY codes`,
    { from, to }
  )
  return byCategory(rows, to)
}

async function byCategory(rows: Combination[], day: string): Promise<Counts> {
  const counts: Counts = {}
  if (rows.length === 0) return counts
  const statutes = await statutesInForce(day)
  for (const { codes, count } of rows) {
    const found = statutes ? collegeOf(codes ?? [], statutes.settings) : null
    const code = found?.category.code ?? codes?.[0] ?? 'none'
    counts[code] = (counts[code] ?? 0) + count
  }
  return counts
}

async function exitsByKind(from: string, to: string): Promise<Counts> {
  const { rows } = await db.rawQuery(
    `SELECT kind, count(*)::int AS count FROM exits
      WHERE state = 'effective' AND effective_on BETWEEN :from AND :to GROUP BY kind`,
    { from, to }
  )
  return Object.fromEntries(
    rows.map((row: { kind: string; count: number }) => [row.kind, row.count])
  )
}

async function applicationsOf(from: string, to: string): Promise<ProjectYear['applications']> {
  const { rows } = await db.rawQuery(
    `SELECT count(*) FILTER (WHERE (signed_at AT TIME ZONE 'Europe/Paris')::date BETWEEN :from AND :to)::int AS received,
            count(*) FILTER (WHERE state = 'admitted' AND decision_date BETWEEN :from AND :to)::int AS admitted,
            count(*) FILTER (WHERE state = 'refused' AND decision_date BETWEEN :from AND :to)::int AS refused,
            count(*) FILTER (WHERE state = 'withdrawn' AND (signed_at AT TIME ZONE 'Europe/Paris')::date BETWEEN :from AND :to)::int AS withdrawn
       FROM applications`,
    { from, to }
  )
  return rows[0]
}

/** Subscribed capital at the end of a day, by replay of the register. */
async function capitalOn(day: string): Promise<string> {
  const { rows } = await db.rawQuery(
    `SELECT coalesce(sum((CASE WHEN from_member_id IS NULL THEN 1 WHEN to_member_id IS NULL THEN -1 ELSE 0 END)
                         * shares * nominal_cents), 0)::text AS cents
       FROM share_movements WHERE effective_on <= :day`,
    { day }
  )
  return rows[0].cents
}

async function eventsOf(from: string, to: string): Promise<ProjectYear['events']> {
  const { rows } = await db.rawQuery(
    `SELECT effective_on::text AS on, 'statutes' AS kind, resolution_reference AS reference, label AS text
       FROM statute_profiles WHERE state = 'adopted' AND effective_on BETWEEN :from AND :to
      UNION ALL
     SELECT resolution_date::text, 'exclusion', resolution_reference, state
       FROM exclusions WHERE resolution_date BETWEEN :from AND :to
      UNION ALL
     SELECT resolution_date::text, 'surplus', resolution_reference, ''
       FROM surplus_allocations WHERE state = 'voted' AND resolution_date BETWEEN :from AND :to
      UNION ALL
     SELECT reviewed_on::text, 'review', report_reference, reviewer
       FROM cooperative_reviews WHERE reviewed_on BETWEEN :from AND :to
      ORDER BY 1, 2`,
    { from, to }
  )
  return rows
}
