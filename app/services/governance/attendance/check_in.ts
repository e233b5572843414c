import { createHmac } from 'node:crypto'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import governanceConfig from '#config/governance'
import env from '#start/env'
import type Assembly from '#models/governance/assembly'
import { actOf, GovernanceError } from '#services/governance/errors'
import { hasVote } from '#services/governance/electorate/has_vote'
import { lockedAssembly } from '#services/governance/locked_assembly'
import { actorLabel, type Actor } from '#services/identity/record_audit_event'
import { TIME_ZONE, type Clock } from '#values/clock'
import { parisDay } from '#values/day'
import { newId } from '#values/id'

export type Presence = {
  assemblyId: string
  memberId: string
  mode: 'room' | 'remote'
  actor: Actor
  clock: Clock
}

/**
 * A member has come, into the room or on the line, a while before the hour at the earliest. Coming
 * twice is being there once; from afar it is a sign of life.
 */
export function checkIn({ assemblyId, memberId, mode, actor, clock }: Presence) {
  return actOf(async (trx) => {
    const assembly = await lockedAssembly(trx, assemblyId)
    assertMeets(assembly)
    assertDoorsAreOpen(assembly, clock)
    const other = mode === 'room' ? 'remote' : 'room'
    if (assembly.presence === other) throw new GovernanceError(`${other}_only`)
    if (!(await hasVote(trx, assembly, memberId, clock))) throw new GovernanceError('has_no_vote')
    const here = await presentNow(trx, assemblyId, memberId)
    const now = clock.now().toISO()!
    const seen = mode === 'remote' ? now : null
    const row = trx.from('attendances').where('id', here?.id ?? '')
    if (here?.mode === mode) {
      if (seen) await row.update({ last_seen_at: seen })
      return
    }
    if (here) await row.update({ left_at: now, ended_by: 'moved' })
    await trx.table('attendances').insert({
      id: newId(),
      assembly_id: assemblyId,
      member_id: memberId,
      mode,
      arrived_at: now,
      last_seen_at: seen,
      recorded_by_label: actorLabel(actor),
    })
  })
}

/** A member has left; the quorum of later votes counts without them. */
export function checkOut({ assemblyId, memberId, clock }: Omit<Presence, 'mode' | 'actor'>) {
  return actOf(async (trx) => {
    assertMeets(await lockedAssembly(trx, assemblyId))
    const here = await presentNow(trx, assemblyId, memberId)
    if (!here) return
    await trx
      .from('attendances')
      .where('id', here.id)
      .update({ left_at: clock.now().toISO()!, ended_by: 'left' })
  })
}

/** From the notice on people may be received; a meeting that is over has its sheet. */
function assertMeets(assembly: Assembly): void {
  if (assembly.state === 'noticed' || assembly.state === 'open') return
  throw new GovernanceError(assembly.state === 'draft' ? 'not_noticed' : 'meeting_over')
}

function assertDoorsAreOpen({ state, startsAt }: Assembly, clock: Clock): void {
  const from = doorsOpenAt(startsAt)
  if (state !== 'noticed' || clock.now() >= from) return
  const hour = from.setZone(TIME_ZONE).toFormat('HH:mm')
  throw new GovernanceError('doors_are_closed', { day: parisDay(from), hour })
}

/** From when on people are received at a meeting that begins at this instant. */
export function doorsOpenAt(startsAt: DateTime): DateTime {
  return startsAt.minus({ minutes: governanceConfig.receivedMinutesBefore })
}

function presentNow(trx: TransactionClientContract, assemblyId: string, memberId: string) {
  return trx
    .from('attendances')
    .where({ assembly_id: assemblyId, member_id: memberId })
    .whereNull('left_at')
    .first() as Promise<{ id: string; mode: string } | null>
}

const CODE_LENGTH = 12
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** What a member's own code says at the door: twelve signs that only the house can make. */
export function checkInCode(assemblyId: string, memberId: string): string {
  const bytes = createHmac('sha256', env.get('APP_KEY').release())
    .update(`check-in|${assemblyId}|${memberId}`)
    .digest()
  return [...bytes.subarray(0, CODE_LENGTH)]
    .map((byte) => ALPHABET[byte % ALPHABET.length])
    .join('')
}
