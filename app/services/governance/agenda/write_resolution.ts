import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import governanceConfig from '#config/governance'
import type Assembly from '#models/governance/assembly'
import Resolution from '#models/governance/resolution'
import { foundItem } from '#services/governance/agenda/edit_agenda'
import { numberResolutions } from '#services/governance/agenda/number_resolutions'
import { lockedAgenda } from '#services/governance/assemblies/edit_assembly'
import { assertOfItsKind } from '#services/governance/agenda/of_its_kind'
import { effectOf } from '#services/governance/effects/effect_registry'
import { actOf, GovernanceError } from '#services/governance/errors'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

export type ResolutionWords = {
  itemId: string
  title: string
  text: string
  type: Resolution['type']
  majority: Resolution['majority']
  fromBoard: boolean
  /** What an adoption puts in force; an election and a revocation concern a mandate. */
  effectType: Resolution['effectType']
  effectId: string | null
  bodyCode: string | null
  seats: number | null
}
type Act = { assemblyId: string; actor: Actor; clock: Clock }

/** Writes a draft resolution under a point of the agenda, before the notice (C28). */
export function addResolution(input: Act & ResolutionWords) {
  const { assemblyId, clock } = input
  return actOf(async (trx) => {
    const assembly = await lockedAgenda(trx, assemblyId)
    const facts = await checkedFacts(trx, assembly, input)
    await assertLinkedOnce(trx, assemblyId, facts)
    const rows = await Resolution.query({ client: trx }).where({ assemblyId }).orderBy('number')
    const most = governanceConfig.mostResolutions
    if (rows.length >= most) throw new GovernanceError('too_many_resolutions', { most })
    const number = (rows.at(-1)?.number ?? 0) + 1
    const resolution = await Resolution.create(
      { ...facts, id: newId(), assemblyId, number, state: 'pending', createdAt: clock.now() },
      { client: trx }
    )
    await numberResolutions(trx, assemblyId)
    await noteAct(trx, 'add_resolution', input, resolution)
    return resolution
  })
}

export function editResolution(input: Act & ResolutionWords & { resolutionId: string }) {
  return actOf(async (trx) => {
    const assembly = await lockedAgenda(trx, input.assemblyId)
    const resolution = await foundResolution(trx, input.assemblyId, input.resolutionId)
    const facts = await checkedFacts(trx, assembly, input)
    if (facts.type !== resolution.type) throw new GovernanceError('type_is_fixed')
    await assertLinkedOnce(trx, input.assemblyId, facts, resolution)
    await resolution.merge(facts).save()
    await numberResolutions(trx, input.assemblyId)
    await noteAct(trx, 'edit_resolution', input, resolution)
    return resolution
  })
}

export function removeResolution(input: Act & { resolutionId: string }) {
  return actOf(async (trx) => {
    await lockedAgenda(trx, input.assemblyId)
    const resolution = await foundResolution(trx, input.assemblyId, input.resolutionId)
    await resolution.delete()
    await numberResolutions(trx, input.assemblyId)
    await noteAct(trx, 'remove_resolution', input, resolution)
  })
}

/** A resolution of this very meeting. */
export async function foundResolution(
  trx: TransactionClientContract,
  assemblyId: string,
  resolutionId: string
): Promise<Resolution> {
  const resolution = await Resolution.query({ client: trx })
    .where({ id: resolutionId, assemblyId })
    .first()
  if (!resolution) throw new GovernanceError('unknown_resolution')
  return resolution
}

/** What the kind of meeting and of resolution allow, and a linked change that can be voted. */
async function checkedFacts(
  trx: TransactionClientContract,
  assembly: Assembly,
  words: Act & ResolutionWords
) {
  await foundItem(trx, assembly.id, words.itemId)
  assertOfItsKind(assembly, words)
  const { title, text, type, majority, fromBoard, itemId } = words
  const common = { title, text, type, majority, fromBoard, agendaItemId: itemId }
  if (type === 'decision') {
    const { effectType, effectId } = words
    if (effectType) await assertEffect(trx, effectType, effectId)
    return { ...common, effectType, effectId: effectType && effectId, bodyCode: null, seats: null }
  }
  await assertBody(trx, words)
  const effect = { effectType: 'mandate' as const, bodyCode: words.bodyCode }
  if (type === 'election') return { ...common, ...effect, effectId: null, seats: words.seats }
  if (!words.effectId) throw new GovernanceError('no_mandate')
  await assertEffect(trx, 'mandate', words.effectId)
  return { ...common, ...effect, effectId: words.effectId, seats: null }
}

async function assertEffect(
  trx: TransactionClientContract,
  type: NonNullable<Resolution['effectType']>,
  id: string | null
): Promise<void> {
  if (!id) throw new GovernanceError('no_linked_change')
  const effect = effectOf(type)
  if (!effect) throw new GovernanceError('effect_unknown')
  const reason = await effect.check(id, trx)
  if (reason) throw new GovernanceError('effect_not_ready', { reason })
}

/** Two votes on one change could say yes and no: whoever wants a choice writes two drafts. */
async function assertLinkedOnce(
  trx: TransactionClientContract,
  assemblyId: string,
  { effectType, effectId }: Pick<Resolution, 'effectType' | 'effectId'>,
  except?: { id: string }
): Promise<void> {
  if (!effectId) return
  const linked = await Resolution.query({ client: trx }).where({ assemblyId, effectType, effectId })
  const other = linked.find(({ id }) => id !== except?.id)
  if (other) throw new GovernanceError('change_linked_already', { number: other.number })
}

async function assertBody(
  trx: TransactionClientContract,
  { bodyCode, seats, type, clock }: ResolutionWords & { clock: Clock }
): Promise<void> {
  const { settings } = await requireStatutes(clock.now(), trx)
  const body = settings.bodies.find(({ code }) => code === bodyCode)
  if (!body) throw new GovernanceError('unknown_body')
  if (type !== 'election') return
  if (!seats || seats > body.maxSeats) {
    throw new GovernanceError('wrong_seats', { most: body.maxSeats })
  }
}

async function noteAct(
  trx: TransactionClientContract,
  verb: string,
  { assemblyId, actor, clock }: Act,
  { id, number, title }: Resolution
): Promise<void> {
  await recordAuditEvent(trx, {
    actor,
    action: `governance.${verb}`,
    subject: { type: 'assembly', id: assemblyId },
    after: { resolution: id, number, title },
    clock,
  })
}
