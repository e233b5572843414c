import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import AgendaItem from '#models/governance/agenda_item'
import Assembly from '#models/governance/assembly'
import Candidate from '#models/governance/candidate'
import Resolution from '#models/governance/resolution'
import { assertNoticeInTime } from '#services/governance/assemblies/meeting_facts'
import { lapseAssembly } from '#services/governance/assemblies/lapse_assembly'
import { copyDocuments } from '#services/governance/documents/copy_documents'
import { actOf, GovernanceError } from '#services/governance/errors'
import { lockedAssembly } from '#services/governance/locked_assembly'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

type SecondCall = {
  firstCallId: string
  startsAt: DateTime
  place: string
  remoteLink: string
  actor: Actor
  clock: Clock
}

/**
 * The second call in one act, after a first that is over, or whose hour has come without its quorum:
 * the same agenda word for word and the same papers (C28), the shorter notice and the quorum of a second call. A first
 * call that was never opened ends with it, so that one meeting never stands in front of the other.
 * A second call that was cancelled may be made again.
 */
export function callAgain(input: SecondCall) {
  const { firstCallId, startsAt, actor, clock } = input
  return actOf(async (trx) => {
    const first = await lockedAssembly(trx, firstCallId)
    const left = await assertMayCallAgain(trx, first, clock)
    if (first.state === 'noticed') await lapseAssembly(trx, { assembly: first, actor, clock })
    if (startsAt <= clock.now()) throw new GovernanceError('in_the_past')
    const { settings } = await requireStatutes(clock.now(), trx)
    const kind = kindLeft(first, left)
    assertNoticeInTime(settings, { kind, call: 2, startsAt }, clock.now())
    const second = await createSecond(trx, first, kind, input)
    await copyAgenda(trx, first.id, second.id, clock)
    await copyDocuments(trx, { fromId: first.id, assemblyId: second.id, clock })
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.call_again',
      subject: { type: 'assembly', id: second.id },
      after: { first_call: first.id, starts_at: startsAt.toISO() },
      clock,
    })
    return second
  })
}

/** What a page may offer; `callAgain` decides. Where everything was decided there is nothing to call for. */
export function mayBeCalledAgain(
  { call, kind, state, startsAt }: Assembly,
  agenda: { resolutions: Pick<Resolution, 'state' | 'outcome'>[] }[],
  clock: Clock
): boolean {
  const isHeld = ['noticed', 'closed', 'signed'].includes(state) && startsAt < clock.now()
  const isAssembly = kind !== 'board' && kind !== 'consultation'
  const isLeft = agenda.some(({ resolutions }) =>
    resolutions.some((one) => one.state !== 'closed' || one.outcome === 'not_deliberated')
  )
  return call === 1 && isAssembly && isHeld && isLeft
}

/** The second call that a first has already; null where there is none, or where it was cancelled. */
export function secondCallOf(
  firstCallId: string,
  client?: TransactionClientContract
): Promise<Assembly | null> {
  return Assembly.query({ client }).where({ firstCallId }).whereNot('state', 'cancelled').first()
}

async function assertMayCallAgain(
  trx: TransactionClientContract,
  first: Assembly,
  clock: Clock
): Promise<Resolution[]> {
  if (first.call !== 1) throw new GovernanceError('second_call_of_second')
  if (first.kind === 'board' || first.kind === 'consultation') {
    throw new GovernanceError('no_second_call')
  }
  if (first.state === 'open') throw new GovernanceError('first_call_running')
  const isHeld = ['noticed', 'closed', 'signed'].includes(first.state)
  if (!isHeld || first.startsAt > clock.now()) throw new GovernanceError('first_call_not_held')
  if (await secondCallOf(first.id, trx)) throw new GovernanceError('called_again_already')
  const left = await undecided(trx, first.id)
  if (left.length === 0) throw new GovernanceError('nothing_undecided')
  return left
}

/** What is left of a mixed meeting may be of one majority: then so is the second call. */
function kindLeft({ kind }: Assembly, left: Resolution[]): Assembly['kind'] {
  const [majority, ...others] = new Set(left.map((one) => one.majority))
  return kind === 'mixed' && others.length === 0 ? majority : kind
}

/** What was not put to the vote, or was without its quorum. */
function undecided(trx: TransactionClientContract, assemblyId: string): Promise<Resolution[]> {
  return Resolution.query({ client: trx })
    .where('assemblyId', assemblyId)
    .where((query) => query.whereNot('state', 'closed').orWhere('outcome', 'not_deliberated'))
    .preload('candidates')
    .orderBy('number')
}

function createSecond(
  trx: TransactionClientContract,
  first: Assembly,
  kind: Assembly['kind'],
  input: SecondCall
) {
  const { startsAt, place, remoteLink, actor, clock } = input
  const { body, bodyCode, presence, title } = first
  return Assembly.create(
    {
      ...{ id: newId(), body, bodyCode, kind, presence, title, call: 2, firstCallId: first.id },
      ...{ startsAt, place: place || first.place, remoteLink: remoteLink || first.remoteLink },
      state: 'draft',
      createdAt: clock.now(),
      createdByLabel: actorLabel(actor),
    },
    { client: trx }
  )
}

/** Every point, and under it every resolution that the first call did not decide. */
async function copyAgenda(
  trx: TransactionClientContract,
  fromId: string,
  assemblyId: string,
  clock: Clock
): Promise<void> {
  const items = await AgendaItem.query({ client: trx })
    .where('assemblyId', fromId)
    .orderBy('position')
  const places = new Map<string, string>()
  for (const { id, position, title, text, proposedByMemberId } of items) {
    const copy = { id: newId(), assemblyId, position, title, text, proposedByMemberId }
    await AgendaItem.create({ ...copy, createdAt: clock.now() }, { client: trx })
    places.set(id, copy.id)
  }
  for (const one of await undecided(trx, fromId)) {
    const { number, title, text, type, majority, ballot, fromBoard, effectType, effectId } = one
    const { bodyCode, seats } = one
    const copy = await Resolution.create(
      {
        ...{ id: newId(), assemblyId, agendaItemId: places.get(one.agendaItemId)! },
        ...{ number, title, text, type, majority, ballot, fromBoard, effectType, effectId },
        ...{ bodyCode, seats, state: 'pending', createdAt: clock.now() },
      },
      { client: trx }
    )
    for (const { memberId, position, statement } of one.candidates) {
      const candidate = { id: newId(), resolutionId: copy.id, memberId, position, statement }
      await Candidate.create({ ...candidate, createdAt: clock.now() }, { client: trx })
    }
  }
}
