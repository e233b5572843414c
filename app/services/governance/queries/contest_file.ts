import db from '@adonisjs/lucid/services/db'
import Resolution, { type Outcome } from '#models/governance/resolution'
import { contestEnd } from '#services/governance/contests/record_contest'
import { noticeTiming, type NoticeTiming } from '#services/governance/notices/notice_timing'
import { resolutionReference } from '#services/governance/resolution_reference'
import type { DecisionResult } from '#services/governance/votes/vote_result'
import type { Clock } from '#values/clock'
import { parisDay } from '#values/day'

/** C30: what a judge would ask of a vote, in one place. */
export type ContestFile = {
  reference: string
  title: string
  outcome: Outcome
  /** YYYY-MM-DD, the last day on which the decision can be attacked. */
  openUntil: string
  isOpen: boolean
  electorateRoot: string | null
  electors: number
  /** How many ballots, counted the other way, would have changed the result; null where none would. */
  margin: number | null
  /** False for a vote that was counted before its margin was: then nothing is said of its influence. */
  hasMargin: boolean
  contested: number
  /** Electors whose right ended between the freezing and the meeting's day (C23). */
  changes: { number: number; name: string; endedOn: string; voted: boolean }[]
  /** C18: who was called too late, not at all, or joined after the notice. */
  notices: NoticeTiming
  contests: {
    id: string
    claimant: string
    grounds: string
    ballots: number
    receivedOn: string
  }[]
  /** Whether what is contested could have changed the outcome (C. civ. 1844-12-1). */
  couldInfluence: boolean
}

/** The file of one closed vote; null for any other. */
export async function contestFile(resolutionId: string, clock: Clock): Promise<ContestFile | null> {
  const resolution = await Resolution.query()
    .where('id', resolutionId)
    .preload('assembly', (query) => query.preload('statuteProfile'))
    .first()
  if (!resolution?.closedAt || !resolution.outcome) return null
  const { assembly } = resolution
  const timing = await noticeTiming(assembly, parisDay(assembly.openedAt ?? resolution.closedAt))
  const changes = await electorateChanges(resolution)
  const contests = await contestsOf(resolutionId)
  const { margin } = resolution.result as { margin?: DecisionResult['margin'] }
  const doubtful = changes.filter(({ voted }) => voted).length
  const contested = contests.reduce((sum, one) => sum + one.ballots, 0) + doubtful
  const openUntil = contestEnd(resolution.closedAt)
  const [{ total }] = await db
    .from('electors')
    .where('assembly_id', assembly.id)
    .count('* as total')
  return {
    reference: resolutionReference(assembly, resolution),
    title: resolution.title,
    outcome: resolution.outcome,
    openUntil,
    isOpen: parisDay(clock.now()) <= openUntil,
    electorateRoot: assembly.electorateRoot?.toString('hex') ?? null,
    electors: Number(total),
    margin: margin ?? null,
    hasMargin: margin !== undefined,
    contested,
    changes,
    notices: timing,
    contests,
    couldInfluence: contested > 0 && typeof margin === 'number' && contested >= margin,
  }
}

async function contestsOf(resolutionId: string): Promise<ContestFile['contests']> {
  const { rows } = await db.rawQuery(
    `SELECT id, claimant, grounds, ballots, received_on::text AS "receivedOn"
       FROM resolution_contests WHERE resolution_id = ? ORDER BY received_on, recorded_at`,
    [resolutionId]
  )
  return rows
}

async function electorateChanges({ id, assemblyId }: Resolution): Promise<ContestFile['changes']> {
  const { rows } = await db.rawQuery(
    `SELECT e.member_number AS number, e.display_name AS name, x.effective_on::text AS "endedOn",
            EXISTS (SELECT 1 FROM ballots b WHERE b.resolution_id = :id
                     AND b.elector_member_id = e.member_id) AS voted
       FROM electors e JOIN assemblies a ON a.id = e.assembly_id
            JOIN exits x ON x.member_id = e.member_id AND x.kind <> 'reduction' AND x.state <> 'cancelled'
      WHERE e.assembly_id = :assembly
        AND x.effective_on > (a.electorate_frozen_at AT TIME ZONE 'Europe/Paris')::date
        AND x.effective_on <= (a.closed_at AT TIME ZONE 'Europe/Paris')::date
      ORDER BY e.member_number`,
    { id, assembly: assemblyId }
  )
  return rows
}
