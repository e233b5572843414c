import db from '@adonisjs/lucid/services/db'
import QRCode from 'qrcode'
import type Assembly from '#models/governance/assembly'
import Ballot from '#models/governance/ballot'
import { checkInCode } from '#services/governance/attendance/check_in'
import { hasVote } from '#services/governance/electorate/has_vote'
import type { Clock } from '#values/clock'

/** A vote that one member may cast: their own, or one that they carry. */
export type Right = { memberId: string; name: string; isMine: boolean }

export type MyReceipt = {
  resolutionId: string
  elector: string
  receipt: string
  at: string
  /** What was said by this member's own hand; null when somebody else cast it, or in an election. */
  choice: string | null
  candidates: string[] | null
  /** Whether somebody else cast it for the elector. */
  byOther: boolean
}

export type MyMeeting = {
  hasVote: boolean
  presence: 'room' | 'remote' | null
  code: string
  qr: string
  rights: Right[]
  /** Proxies that wait for this member's answer. */
  offers: { id: string; name: string }[]
  /** Who carries this member's own vote; an empty name is a blank proxy, the chair's. */
  given: { name: string } | null
  receipts: MyReceipt[]
  hasRaisedHand: boolean
}

type ProxyRow = { id: string; from_member_id: string; state: string; display_name: string }

/** What is a member's own in a meeting: their rights, what they cast, their place at the door. */
export async function myMeeting(
  assembly: Assembly,
  member: { id: string; displayName: string },
  clock: Clock
): Promise<MyMeeting> {
  const [voter, here, hand, carried, given] = await Promise.all([
    db.transaction((trx) => hasVote(trx, assembly, member.id, clock)),
    ofMember('attendances', assembly.id, member.id).whereNull('left_at').first(),
    ofMember('speakers', assembly.id, member.id).whereNull('ended_at').first(),
    carriedBy(assembly.id, member.id),
    givenBy(assembly.id, member.id),
  ])
  const mine = { memberId: member.id, name: member.displayName, isMine: true }
  const others = carried
    .filter(({ state }) => state === 'accepted')
    .map((row) => ({ memberId: row.from_member_id, name: row.display_name, isMine: false }))
  const rights = voter ? [mine, ...others] : others
  const code = checkInCode(assembly.id, member.id)
  return {
    hasVote: voter,
    presence: here?.mode ?? null,
    code,
    qr: await QRCode.toDataURL(code, { margin: 1, width: 240 }),
    rights,
    offers: carried
      .filter(({ state }) => state === 'given')
      .map((row) => ({ id: row.id, name: row.display_name })),
    given: given && { name: given.display_name ?? '' },
    receipts: await receiptsOf(assembly.id, member.id, rights),
    hasRaisedHand: hand !== null,
  }
}

function ofMember(table: 'attendances' | 'speakers', assemblyId: string, memberId: string) {
  return db.from(table).where({ assembly_id: assemblyId, member_id: memberId })
}

function carriedBy(assemblyId: string, memberId: string): Promise<ProxyRow[]> {
  return db
    .from('proxies as p')
    .join('members as m', 'm.id', 'p.from_member_id')
    .where({ 'p.assembly_id': assemblyId, 'p.to_member_id': memberId })
    .whereIn('p.state', ['given', 'accepted'])
    .orderBy('p.given_at')
    .select('p.id', 'p.from_member_id', 'p.state', 'm.display_name')
}

function givenBy(assemblyId: string, memberId: string) {
  return db
    .from('proxies as p')
    .leftJoin('members as m', 'm.id', 'p.to_member_id')
    .where({ 'p.assembly_id': assemblyId, 'p.from_member_id': memberId })
    .where('p.state', 'accepted')
    .select('m.display_name')
    .first() as Promise<{ display_name: string | null } | null>
}

/** Of all these rights, and of those that the member carried once: what they cast stays theirs. */
async function receiptsOf(
  assemblyId: string,
  memberId: string,
  rights: Right[]
): Promise<MyReceipt[]> {
  const ballots = await Ballot.query()
    .where('assemblyId', assemblyId)
    .where((query) =>
      query
        .where('castByMemberId', memberId)
        .orWhereIn('electorMemberId', [memberId, ...rights.map((one) => one.memberId)])
    )
    .orderBy('castAt')
  return ballots.map((one) => {
    const byMe = one.castByMemberId === memberId
    return {
      resolutionId: one.resolutionId,
      elector: one.electorMemberId,
      receipt: one.receipt,
      at: one.castAt.toISO()!,
      choice: byMe ? one.choice : null,
      candidates: byMe ? one.candidateIds : null,
      byOther: !byMe,
    }
  })
}
