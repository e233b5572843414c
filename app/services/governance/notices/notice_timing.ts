import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Assembly from '#models/governance/assembly'
import { settingsOf } from '#services/governance/locked_assembly'
import {
  firstLawfulDay,
  lastLawfulSending,
  noticeDaysOf,
} from '#services/governance/rules/notice_rule'
import type { LegalForm } from '#services/statutes/statute_settings'
import { dayOf, isoDay } from '#values/day'

/** A member whose notice left too late, or never did; `sentOn` is null then. */
export type LateNotice = {
  number: number
  name: string
  channel: 'email' | 'post'
  /** YYYY-MM-DD */
  sentOn: string | null
}

/** A member who joined after everybody was called, and when they were told. */
export type LateMember = { number: number; name: string; joinedOn: string; toldOn: string | null }

export type NoticeTiming = {
  /** By which the days stand in law or in the statutes. */
  legalForm: LegalForm
  noticeDays: number
  /** YYYY-MM-DD: the last day on which the notice could leave. */
  lastSending: string
  /** The day on which the last message left; null while none did. */
  lastSentOn: string | null
  /** The day on which the last letter was handed to the post; null without one. */
  lastPostedOn: string | null
  /** The first day on which the meeting could be held, were every message to have left by then. */
  firstLawful: string | null
  /** Whether the meeting stands before that day: letters that wait are no fault while there is time. */
  isTooSoon: boolean
  late: LateNotice[]
  unsent: LateNotice[]
  joinedLater: LateMember[]
}

type Client = TransactionClientContract | typeof db
type Row = LateNotice & { joinedOn: string; isNew: boolean }

/**
 * C18: how the notice of a meeting left, against the days that the law leaves. After a postponement
 * the message that told of the last new day is the notice. Sending counts, not arriving.
 */
export async function noticeTiming(
  assembly: Assembly,
  today: string,
  client: Client = db
): Promise<NoticeTiming> {
  const settings = settingsOf(assembly)
  const rows = await rowsOf(assembly.id, client)
  const lastSending = isoDay(lastLawfulSending(settings, assembly))
  const called = rows.filter(({ isNew }) => !isNew)
  const sent = called.flatMap(({ sentOn }) => (sentOn ? [sentOn] : [])).toSorted()
  const posted = called.filter(({ channel }) => channel === 'post')
  const late = called.filter(({ sentOn }) => sentOn !== null && sentOn > lastSending)
  const unsent = called.filter(({ sentOn }) => sentOn === null)
  const last = unsent.length > 0 ? today : sent.at(-1)
  const firstLawful = last ? isoDay(firstLawfulDay(settings, assembly, dayOf(last))) : null
  return {
    legalForm: settings.identity.legalForm,
    noticeDays: noticeDaysOf(settings, assembly).days,
    lastSending,
    lastSentOn: sent.at(-1) ?? null,
    lastPostedOn:
      posted
        .flatMap(({ sentOn }) => sentOn ?? [])
        .toSorted()
        .at(-1) ?? null,
    firstLawful,
    isTooSoon: firstLawful !== null && isoDay(assembly.startsAt) < firstLawful,
    late: late.map(lineOf),
    unsent: unsent.map(lineOf),
    joinedLater: rows
      .filter(({ isNew }) => isNew)
      .map(({ number, name, joinedOn, sentOn }) => ({ number, name, joinedOn, toldOn: sentOn })),
  }
}

const lineOf = ({ number, name, channel, sentOn }: Row) => ({ number, name, channel, sentOn })

/** One line a member: the first message that left, or the one that waits. */
async function rowsOf(assemblyId: string, client: Client): Promise<Row[]> {
  const { rows } = await client.rawQuery(
    `WITH asked AS (SELECT CASE WHEN max(round) IS NULL THEN 'notice' ELSE 'postponement' END AS kind,
                           coalesce(max(round), 1) AS round
                      FROM notices WHERE assembly_id = :id AND kind = 'postponement'),
          called AS (SELECT min(n.created_at) AS at FROM notices n, asked
                      WHERE n.assembly_id = :id AND n.kind = asked.kind AND n.round = asked.round),
          first AS (SELECT DISTINCT ON (n.member_id) n.member_id, n.channel, n.created_at,
                           CASE WHEN n.state IN ('sent', 'posted', 'returned')
                                THEN (n.sent_at AT TIME ZONE 'Europe/Paris')::date::text END AS sent_on
                      FROM notices n, asked
                     WHERE n.assembly_id = :id AND n.kind = asked.kind AND n.round = asked.round
                       AND n.state <> 'bounced'
                     ORDER BY n.member_id, n.state NOT IN ('sent', 'posted', 'returned'), n.sent_at)
     SELECT m.number, m.display_name AS name, f.channel, f.sent_on AS "sentOn",
            m.joined_on::text AS "joinedOn",
            m.joined_on >= (called.at AT TIME ZONE 'Europe/Paris')::date
              AND f.created_at > called.at AS "isNew"
       FROM first f JOIN members m ON m.id = f.member_id, called ORDER BY m.number`,
    { id: assemblyId }
  )
  return rows
}

/** Whether somebody could say that they were not called in time. */
export function isNoticeInTime({ late, unsent }: NoticeTiming): boolean {
  return late.length === 0 && unsent.length === 0
}
