import db from '@adonisjs/lucid/services/db'
import type { DateTime } from 'luxon'
import Assembly from '#models/governance/assembly'
import Resolution, { type Outcome } from '#models/governance/resolution'
import { participation } from '#services/governance/attendance/participation'
import { interruptionsOf, type Interruption } from '#services/governance/attendance/service_mark'
import { membersWithVote } from '#services/governance/electorate/members_with_vote'
import { collegeNamesOf } from '#services/governance/documents/paper_words'
import { settingsOf } from '#services/governance/locked_assembly'
import type { Quorum } from '#services/governance/rules/quorum'
import { votingColleges } from '#services/governance/votes/count_votes'
import type { ElectionResult } from '#services/governance/votes/election_result'
import { explainResult, type Step } from '#services/governance/votes/explain_result'
import { quorumFrom, type Counted } from '#services/governance/votes/quorum_of'
import type { DecisionResult } from '#services/governance/votes/vote_result'
import type { Clock } from '#values/clock'

/** For so long a register of many thousand members is not read again for a count. */
const EXPECTED_SECONDS = 60

/** How many of a college have voted; never what. */
export type CollegeTurnout = { college: string; electors: number; voted: number }

export type LiveVote = {
  id: string
  state: 'pending' | 'open' | 'closed'
  outcome: Outcome | null
  openedAt: string | null
  closedAt: string | null
  /** When it ends by the clock. */
  closesAt: string | null
  turnout: CollegeTurnout[]
  /** Once it is closed: how the result came about, and the votes by college or by candidate. */
  steps: Step[]
  colleges: { college: string; yes: number; no: number; abstain: number; blank: number }[]
  scores: { name: string; votes: number; elected: boolean }[]
}

export type LiveMeeting = {
  state: string
  startsAt: string
  openedAt: string | null
  chair: string | null
  /** Those with a vote, frozen or, before that, by today's register. */
  electors: number
  present: number
  represented: number
  /** C20; until the electorate is frozen, by today's register and those received; null in a draft. */
  quorum: { ordinary: Quorum; extraordinary: Quorum } | null
  /** When no server was there to hear anybody: nobody's absence. */
  interruptions: Interruption[]
  speakers: { memberId: string; name: string; speaks: boolean }[]
  votes: LiveVote[]
}

/** What everybody in a meeting may see of it as it stands; one answer for all of a language. */
export async function liveMeeting(
  assemblyId: string,
  locale: string,
  clock: Clock,
  expected = countExpected(clock)
): Promise<LiveMeeting> {
  const assembly = await Assembly.query()
    .where('id', assemblyId)
    .preload('statuteProfile')
    .firstOrFail()
  const [people, speakers, chair, interruptions] = await Promise.all([
    countPeople(assembly, expected),
    speakersOf(assemblyId),
    nameOf(assembly.chairMemberId),
    interruptionsOf(db, assembly),
  ])
  return {
    state: assembly.state,
    startsAt: assembly.startsAt.toISO()!,
    openedAt: assembly.openedAt?.toISO() ?? null,
    chair,
    ...people,
    interruptions,
    speakers,
    votes: await votesOf(assembly, locale),
  }
}

/**
 * Before the electorate is frozen: those received, and those whose holder is. The chair reads from it
 * whether the meeting could be opened; whoever came in spite of a proxy counts once.
 */
async function countReceived(assembly: Assembly, expected: Expected) {
  const { rows } = await db.rawQuery(
    `WITH here AS (SELECT member_id FROM attendances WHERE assembly_id = :id AND left_at IS NULL)
     SELECT (SELECT count(*)::int FROM here) AS present,
            (SELECT count(*)::int FROM proxies WHERE assembly_id = :id AND state = 'accepted'
                AND to_member_id IN (SELECT member_id FROM here)
                AND from_member_id NOT IN (SELECT member_id FROM here)) AS represented`,
    { id: assembly.id }
  )
  const [counted] = rows as { present: number; represented: number }[]
  if (!assembly.statuteProfile) return { electors: 0, ...counted, quorum: null }
  const electors = await expected(assembly)
  const tookPart = counted.present + counted.represented
  return { electors, ...counted, quorum: quorumsFrom(assembly, { electors, tookPart }) }
}

function quorumsFrom(assembly: Assembly, there: Counted) {
  return {
    ordinary: quorumFrom(assembly, 'ordinary', there),
    extraordinary: quorumFrom(assembly, 'extraordinary', there),
  }
}

/** The count by which the quorum is read, and the quorum of each kind. */
async function countPeople(assembly: Assembly, expected: Expected) {
  if (!assembly.isFrozen) return countReceived(assembly, expected)
  const there = await participation(db, assembly, 'now')
  return {
    electors: there.electors,
    present: there.room + there.remote,
    represented: there.represented,
    quorum: quorumsFrom(assembly, there),
  }
}

/** How many could vote by today's register, of a meeting whose electorate is not frozen yet. */
type Expected = (assembly: Assembly) => Promise<number>

function countExpected(clock: Clock): Expected {
  return async (assembly) => {
    const voters = await db.transaction((trx) =>
      membersWithVote(trx, settingsOf(assembly), clock.now(), assembly)
    )
    return voters.length
  }
}

/** The same for a feed that asks every second: the whole register is read once in a while. */
export function expectedVoters(clock: Clock): Expected {
  const count = countExpected(clock)
  let known: { at: DateTime; voters: Promise<number> } | null = null
  return (assembly) => {
    const now = clock.now()
    if (!known || now.diff(known.at).as('seconds') >= EXPECTED_SECONDS) {
      known = { at: now, voters: count(assembly) }
      known.voters.catch(() => (known = null))
    }
    return known.voters
  }
}

async function speakersOf(assemblyId: string): Promise<LiveMeeting['speakers']> {
  const rows = await db
    .from('speakers as s')
    .join('members as m', 'm.id', 's.member_id')
    .where('s.assembly_id', assemblyId)
    .whereNull('s.ended_at')
    .orderByRaw('s.began_at IS NULL, s.asked_at')
    .select('s.member_id', 'm.display_name', 's.began_at')
  return rows.map((row) => ({
    memberId: row.member_id,
    name: row.display_name,
    speaks: row.began_at !== null,
  }))
}

async function nameOf(memberId: string | null): Promise<string | null> {
  if (!memberId) return null
  const found = await db.from('members').where('id', memberId).select('display_name').first()
  return found?.display_name ?? null
}

async function votesOf(assembly: Assembly, locale: string): Promise<LiveVote[]> {
  const resolutions = await Resolution.query()
    .where('assemblyId', assembly.id)
    .preload('candidates', (query) => query.preload('member'))
    .orderBy('number')
  const running = resolutions.filter(({ state }) => state === 'open').map(({ id }) => id)
  const turnout = await turnoutOf(assembly, running, locale)
  const names = assembly.statuteProfile
    ? collegeNamesOf(settingsOf(assembly), locale)
    : (code: string) => code
  return resolutions.map((resolution) => {
    const { id, state, outcome, openedAt, closedAt, closesAt } = resolution
    const result = resolution.result as DecisionResult | ElectionResult | null
    const member = (memberId: string) =>
      resolution.candidates.find((one) => one.memberId === memberId)?.member.displayName ?? ''
    return {
      id,
      state: state as LiveVote['state'],
      outcome,
      openedAt: openedAt?.toISO() ?? null,
      closedAt: closedAt?.toISO() ?? null,
      closesAt: closesAt?.toISO() ?? null,
      turnout: turnout.get(id) ?? [],
      steps: result ? explainResult(result, { college: names, member }, outcome!) : [],
      colleges: result?.kind === 'decision' ? collegeBars(result, names) : [],
      scores: result?.kind === 'election' ? scoreBars(result, member) : [],
    }
  })
}

function collegeBars(result: DecisionResult, names: (code: string) => string) {
  return result.colleges.map(({ code, yes, no, abstain, blank }) => ({
    college: names(code),
    ...{ yes, no, abstain, blank },
  }))
}

function scoreBars(result: ElectionResult, names: (memberId: string) => string) {
  return result.scores.map(({ memberId, votes, elected }) => ({
    name: names(memberId),
    votes,
    elected,
  }))
}

/** Who of each college has voted in the votes that are open, counted in two queries. */
async function turnoutOf(assembly: Assembly, resolutionIds: string[], locale: string) {
  const found = new Map<string, CollegeTurnout[]>()
  if (resolutionIds.length === 0) return found
  const settings = settingsOf(assembly)
  const names = collegeNamesOf(settings, locale)
  const { rows: sizes } = await db.rawQuery(
    `SELECT college_code AS code, count(*)::int AS electors FROM electors
      WHERE assembly_id = :id GROUP BY college_code`,
    { id: assembly.id }
  )
  const { rows: voted } = await db.rawQuery(
    `SELECT b.resolution_id AS id, e.college_code AS code, count(*)::int AS voted
       FROM ballots b JOIN electors e ON e.assembly_id = b.assembly_id AND e.member_id = b.elector_member_id
      WHERE b.resolution_id = ANY(:ids) GROUP BY b.resolution_id, e.college_code`,
    { ids: resolutionIds }
  )
  for (const id of resolutionIds) {
    found.set(
      id,
      votingColleges(settings, assembly.body).map(({ code }) => ({
        college: names(code),
        electors: sizes.find((one: { code: string }) => one.code === code)?.electors ?? 0,
        voted:
          voted.find((one: { id: string; code: string }) => one.id === id && one.code === code)
            ?.voted ?? 0,
      }))
    )
  }
  return found
}
