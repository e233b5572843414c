import Resolution from '#models/governance/resolution'
import type { CastItem, CastResolution } from '#services/demo/cast_assemblies'
import { must } from '#services/demo/seed/must'
import { accountIdOf } from '#services/demo/seed/seed_people'
import { memberIdOf, staff } from '#services/demo/seed/seed_members'
import { checkIn } from '#services/governance/attendance/check_in'
import { nameBureau } from '#services/governance/attendance/name_bureau'
import { publishResolution } from '#services/governance/minutes/publish_resolution'
import { answerProxy } from '#services/governance/proxies/answer_proxy'
import { giveProxy } from '#services/governance/proxies/give_proxy'
import { castBallot } from '#services/governance/votes/cast_ballot'
import { closeAssembly } from '#services/governance/votes/close_assembly'
import { closeVote } from '#services/governance/votes/close_vote'
import { openAssembly, openVote } from '#services/governance/votes/open_vote'
import type { FixedClock } from '#values/clock'

/** Who came into the room, who followed from afar, and who gave their vote to whom. */
const ROOM = ['helene', 'karim', 'elodie', 'aissatou', 'gilles', 'camille', 'tomasz', 'oreilles']
const LINE = ['yann', 'amadou', 'saint-aubin']
const PROXIES = [
  ['zelie', 'elodie'],
  ['adele', 'gilles'],
  ['odile', 'tomasz'],
] as const

type Sitting = {
  assemblyId: string
  agenda: CastItem[]
  bureau: { chair: string; secretary: string; tellers: readonly string[] }
  /** Stands at the meeting's hour, and walks through the evening. */
  clock: FixedClock
}

/** A meeting from its bureau to its closing, every vote cast by its member or their proxy. */
export async function holdMeeting({ assemblyId, agenda, bureau, clock }: Sitting): Promise<void> {
  const actor = await staff('secretary')
  const act = { assemblyId, actor, clock }
  must(
    await nameBureau({
      ...act,
      chairMemberId: memberIdOf(bureau.chair),
      secretaryAccountId: accountIdOf(bureau.secretary),
      tellerMemberIds: bureau.tellers.map(memberIdOf),
    })
  )
  for (const [from, to] of PROXIES) await entrust(assemblyId, from, to, clock)
  must(await openAssembly(act))
  const modes = { room: ROOM, remote: LINE } as const
  for (const mode of ['room', 'remote'] as const) {
    for (const key of modes[mode]) {
      must(await checkIn({ ...act, memberId: memberIdOf(key), mode }))
    }
  }
  const resolutions = await Resolution.query().where({ assemblyId }).orderBy('number')
  const cast = agenda.flatMap((item) => item.resolutions)
  for (const [index, resolution] of resolutions.entries()) {
    clock.advance({ minutes: 15 })
    await decide(resolution, cast[index], clock)
  }
  clock.advance({ minutes: 15 })
  must(await closeAssembly(act))
}

async function entrust(assemblyId: string, from: string, to: string, clock: FixedClock) {
  const [fromMemberId, toMemberId] = [from, to].map(memberIdOf)
  const actor = { label: from }
  const given = { assemblyId, fromMemberId, toMemberId, via: 'online' as const }
  const proxy = must(await giveProxy({ ...given, actor, clock }))
  const answer = { proxyId: proxy.id, memberId: toMemberId, answer: 'accepted' as const, clock }
  must(await answerProxy(answer))
}

async function decide(
  { id: resolutionId }: Resolution,
  cast: CastResolution,
  clock: FixedClock
): Promise<void> {
  const actor = await staff('secretary')
  const act = { resolutionId, actor, clock }
  must(await openVote(act))
  clock.advance({ minutes: 2 })
  for (const [elector, hand] of hands()) {
    must(
      await castBallot({
        resolutionId,
        electorMemberId: memberIdOf(elector),
        castByMemberId: memberIdOf(hand),
        ...(await saidBy(elector, resolutionId, cast)),
        clock,
      })
    )
  }
  must(await closeVote(act))
  if (cast.isPublished) must(await publishResolution({ ...act, isPublic: true }))
}

/** Everybody there for themselves, and for who gave them their vote. */
function hands(): [elector: string, hand: string][] {
  const own = [...ROOM, ...LINE].map((key): [string, string] => [key, key])
  return [...own, ...PROXIES.map(([from, to]): [string, string] => [from, to])]
}

/** For as many candidates as there are seats, from a place of one's own on the list. */
async function saidBy(elector: string, resolutionId: string, { seats, against }: CastResolution) {
  if (!seats) {
    return { choice: against?.includes(elector) ? ('no' as const) : ('yes' as const) }
  }
  const resolution = await Resolution.query()
    .where('id', resolutionId)
    .preload('candidates', (query) => query.orderBy('position'))
    .firstOrFail()
  const ids = resolution.candidates.map(({ id }) => id)
  const leftOut = elector.length % ids.length
  const candidateIds = ids.filter((_, place) => ids.length <= seats || place !== leftOut)
  return { candidateIds: candidateIds.slice(0, seats) }
}
