import db from '@adonisjs/lucid/services/db'
import testUtils from '@adonisjs/core/services/test_utils'
import type { Group } from '@japa/runner/core'
import AgendaItem from '#models/governance/agenda_item'
import Assembly from '#models/governance/assembly'
import Candidate from '#models/governance/candidate'
import Resolution from '#models/governance/resolution'
import Member from '#models/membership/member'
import { checkIn } from '#services/governance/attendance/check_in'
import type { GovernanceRefusal } from '#services/governance/errors'
import { castBallot, type Choice } from '#services/governance/votes/cast_ballot'
import { closeVote } from '#services/governance/votes/close_vote'
import { openAssembly, openVote } from '#services/governance/votes/open_vote'
import { giveProxy } from '#services/governance/proxies/give_proxy'
import { answerProxy } from '#services/governance/proxies/answer_proxy'
import { noticeAssembly } from '#services/governance/notices/notice_assembly'
import { recordPosting } from '#services/governance/notices/record_posting'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import { withClock } from '#tests/support/desk'
import { emptyTables } from '#tests/support/empty_tables'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import type { Overrides } from '#services/statutes/override_settings'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'
import type { Result } from '#values/result'

/** The evening on which the meetings of the tests begin. */
export const EVENING = '2032-05-20T18:00:00'
export const clock = new FixedClock(EVENING)
export const CHAIR = { label: 'Présidente' }

/** Statutes without colleges: one member, one vote. */
export const BY_HEADS: Overrides<StatuteSettings> = { colleges: [] }

export function must<T>(result: Result<T, GovernanceRefusal>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`)
  return result.value
}

/** The code of a refusal; a success is a surprise. */
export function refusal(result: Result<unknown, GovernanceRefusal>): string {
  if (result.ok) throw new Error('was expected to be refused')
  return result.error.code
}

/** Each test begins on the evening, in an empty co-operative with statutes, and is rolled back. */
export function beforeMeetings(group: Group, statutes: Overrides<StatuteSettings> = BY_HEADS) {
  group.setup(() => emptyMeetings())
  withClock(group, clock)
  group.each.setup(async () => {
    clock.moveTo(EVENING)
    const rollback = await testUtils.db().wrapInGlobalTransaction()
    await adoptTestStatutes(statutes)
    return rollback
  })
}

const MEETINGS = `assemblies, agenda_items, resolutions, candidates, electors, proxies, attendances, ballots`

/** For tests that cannot be rolled back, because several connections look at the same meeting. */
export async function emptyMeetings(): Promise<void> {
  await emptyTables(`${MEETINGS}, service_mark, service_interruptions`)
  await emptyCooperative()
}

/** So many active members, with the next numbers; their shares do not matter to a meeting. */
export async function givenMembers(count: number, categoryCode = 'supporter'): Promise<Member[]> {
  const ids = Array.from({ length: count }, () => newId())
  await db.rawQuery(
    `INSERT INTO members (id, number, kind, person_key, display_name, email, state, admitted_on, joined_on, created_at)
     SELECT id::uuid, coalesce((SELECT max(number) FROM members), 0) + place, 'natural', id,
            'Sociétaire ' || (coalesce((SELECT max(number) FROM members), 0) + place), id || '@societaires.fr',
            'active', '2031-01-01', '2031-01-01', now()
       FROM unnest(CAST(:ids AS text[])) WITH ORDINALITY AS m (id, place)`,
    { ids }
  )
  await db.rawQuery(
    `INSERT INTO member_categories (id, member_id, category_code, valid_from, recorded_at, recorded_by_label)
     SELECT gen_random_uuid(), id::uuid, :categoryCode, '2031-01-01', now(), 'essai'
       FROM unnest(CAST(:ids AS text[])) AS m (id)`,
    { ids, categoryCode }
  )
  return Member.query().whereIn('id', ids).orderBy('number')
}

/** A seat in a body, from the year before the meetings of the tests; answers its id. */
export async function givenMandate({ id: memberId }: Member, bodyCode = 'board'): Promise<string> {
  const id = newId()
  await db.table('mandates').insert({
    ...{ id, body_code: bodyCode, member_id: memberId, resolution_reference: 'AG 2031' },
    ...{ starts_on: '2031-06-01', ends_on: '2034-06-01', created_at: clock.now().toISO()! },
  })
  return id
}

/** Every noticed meeting has a number of its own. */
let meetings = 900

type GivenResolution = Partial<
  Pick<Resolution, 'type' | 'majority' | 'fromBoard' | 'effectType' | 'effectId' | 'bodyCode'>
> & { seats?: number; candidates?: Member[] }

type GivenMeeting = Partial<
  Pick<Assembly, 'kind' | 'body' | 'bodyCode' | 'presence' | 'remoteFrom' | 'remoteUntil' | 'state'>
> & { resolutions?: GivenResolution[]; chair?: Member }

/** A meeting whose notice went out, with its resolutions. */
export async function givenMeeting({ resolutions = [{}], chair, ...given }: GivenMeeting = {}) {
  const statutes = await statutesInForce(clock.now())
  const assembly = await Assembly.create({
    id: newId(),
    body: 'assembly',
    kind: 'mixed',
    presence: 'both',
    call: 1,
    title: 'Assemblée des essais',
    startsAt: new FixedClock(EVENING).now(),
    place: 'Salle des fêtes',
    chairMemberId: chair?.id ?? null,
    createdByLabel: 'essai',
    ...(given.body === 'board' ? { bodyCode: 'board' } : {}),
    ...given,
    state: 'draft',
  })
  const item = await AgendaItem.create({
    id: newId(),
    assemblyId: assembly.id,
    position: 1,
    title: 'Décisions',
  })
  const decisions: Resolution[] = []
  for (const [index, one] of resolutions.entries()) {
    decisions.push(await givenResolution(item, index + 1, one))
  }
  const state = given.state ?? 'noticed'
  if (state !== 'draft') {
    await assembly
      .merge({
        state,
        number: ++meetings,
        statuteProfileId: statutes!.id,
        noticedAt: clock.now().minus({ days: 30 }),
      })
      .save()
  }
  return { assembly, resolutions: decisions }
}

async function givenResolution(item: AgendaItem, number: number, given: GivenResolution) {
  const { candidates = [], seats = null, ...more } = given
  const resolution = await Resolution.create({
    id: newId(),
    assemblyId: item.assemblyId,
    agendaItemId: item.id,
    number,
    title: `Résolution ${number}`,
    text: 'L’assemblée décide.',
    type: 'decision',
    majority: 'ordinary',
    fromBoard: true,
    state: 'pending',
    seats,
    ...more,
  })
  for (const [index, member] of candidates.entries()) {
    await Candidate.create({
      id: newId(),
      resolutionId: resolution.id,
      memberId: member.id,
      position: index + 1,
    })
  }
  return resolution
}

/** Calls to a drafted meeting by letters, handed to the post the same day. */
export async function callByLetter({ id: assemblyId }: Assembly): Promise<void> {
  const act = { assemblyId, actor: CHAIR, clock }
  must(await noticeAssembly(act))
  must(await recordPosting({ ...act, kind: 'notice', postedOn: clock.now(), proof: 'Dépôt 1' }))
}

export const begin = async ({ id }: Assembly) =>
  must(await openAssembly({ assemblyId: id, actor: CHAIR, clock }))
export const putToVote = async ({ id }: Resolution) =>
  must(await openVote({ resolutionId: id, actor: CHAIR, clock }))
export const conclude = async ({ id }: Resolution) =>
  must(await closeVote({ resolutionId: id, actor: CHAIR, clock }))

export async function arrive({ id }: Assembly, ...members: Member[]) {
  for (const member of members) {
    must(await checkIn({ assemblyId: id, memberId: member.id, mode: 'room', actor: CHAIR, clock }))
  }
}

export type Said = Choice | Candidate[]

/** A ballot, refused or not; `by` votes for somebody else. */
export function vote({ id }: Resolution, elector: Member, said: Said, by: Member = elector) {
  return castBallot({
    resolutionId: id,
    electorMemberId: elector.id,
    castByMemberId: by.id,
    ...(Array.isArray(said) ? { candidateIds: said.map((one) => one.id) } : { choice: said }),
    clock,
  })
}

export async function everybodySays(resolution: Resolution, members: Member[], said: Said) {
  for (const member of members) must(await vote(resolution, member, said))
}

/** A proxy on paper: accepted by its holder's signature. Without a holder it is blank. */
export function onPaper({ id }: Assembly, from: Member, to: Member | null) {
  return giveProxy({
    assemblyId: id,
    fromMemberId: from.id,
    toMemberId: to?.id ?? null,
    via: 'paper',
    actor: CHAIR,
    clock,
  })
}

/** A proxy that its giver wrote online. */
export function online({ id }: Assembly, from: Member, to: Member | null) {
  return giveProxy({
    assemblyId: id,
    fromMemberId: from.id,
    toMemberId: to?.id ?? null,
    via: 'online',
    actor: { label: from.displayName },
    clock,
  })
}

export function answered(proxyId: string, by: Member, answer: 'accepted' | 'refused') {
  return answerProxy({ proxyId, memberId: by.id, answer, clock })
}
