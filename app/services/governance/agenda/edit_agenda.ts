import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import governanceConfig from '#config/governance'
import AgendaItem from '#models/governance/agenda_item'
import { lockedAgenda } from '#services/governance/assemblies/edit_assembly'
import { numberResolutions } from '#services/governance/agenda/number_resolutions'
import { actOf, GovernanceError } from '#services/governance/errors'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

type Act = { assemblyId: string; actor: Actor; clock: Clock }
type Words = { title: string; text: string }

/** Puts a point at the end of the agenda (C28: before the notice). */
export function addAgendaItem(input: Act & Words) {
  return actOf(async (trx) => {
    await lockedAgenda(trx, input.assemblyId)
    return appendItem(trx, input, null)
  })
}

/** Writes a point at the end of a locked agenda, with the member who asked for it. */
export async function appendItem(
  trx: TransactionClientContract,
  { assemblyId, title, text, actor, clock }: Act & Words,
  proposedByMemberId: string | null
): Promise<AgendaItem> {
  const items = await itemsOf(trx, assemblyId)
  const most = governanceConfig.mostAgendaItems
  if (items.length >= most) throw new GovernanceError('too_many_items', { most })
  const item = await AgendaItem.create(
    {
      ...{ id: newId(), assemblyId, title, text, proposedByMemberId },
      position: (items.at(-1)?.position ?? 0) + 1,
      createdAt: clock.now(),
    },
    { client: trx }
  )
  await noteAct(trx, 'add_agenda_item', { assemblyId, actor, clock }, title)
  return item
}

export function editAgendaItem(input: Act & Words & { itemId: string }) {
  const { assemblyId, itemId, title, text } = input
  return actOf(async (trx) => {
    await lockedAgenda(trx, assemblyId)
    const item = await foundItem(trx, assemblyId, itemId)
    await item.merge({ title, text }).save()
    await noteAct(trx, 'edit_agenda_item', input, title)
    return item
  })
}

/** Takes a point off with its resolutions, before the notice. */
export function removeAgendaItem(input: Act & { itemId: string }) {
  const { assemblyId, itemId } = input
  return actOf(async (trx) => {
    await lockedAgenda(trx, assemblyId)
    const item = await foundItem(trx, assemblyId, itemId)
    await item.delete()
    await place(trx, await itemsOf(trx, assemblyId))
    await numberResolutions(trx, assemblyId)
    await noteAct(trx, 'remove_agenda_item', input, item.title)
  })
}

/** Moves a point by one place; at an end it stays. Resolutions follow it and are numbered again. */
export function moveAgendaItem(input: Act & { itemId: string; up: boolean }) {
  const { assemblyId, itemId, up } = input
  return actOf(async (trx) => {
    await lockedAgenda(trx, assemblyId)
    const items = await itemsOf(trx, assemblyId)
    const from = items.findIndex(({ id }) => id === itemId)
    if (from < 0) throw new GovernanceError('unknown_item')
    const to = Math.min(items.length - 1, Math.max(0, from + (up ? -1 : 1)))
    const [moved] = items.splice(from, 1)
    items.splice(to, 0, moved)
    await place(trx, items)
    await numberResolutions(trx, assemblyId)
    await noteAct(trx, 'move_agenda_item', input, moved.title)
  })
}

function itemsOf(trx: TransactionClientContract, assemblyId: string): Promise<AgendaItem[]> {
  return AgendaItem.query({ client: trx }).where({ assemblyId }).orderBy('position')
}

/** A point of this very agenda. */
export async function foundItem(
  trx: TransactionClientContract,
  assemblyId: string,
  itemId: string
): Promise<AgendaItem> {
  const item = await AgendaItem.query({ client: trx }).where({ id: itemId, assemblyId }).first()
  if (!item) throw new GovernanceError('unknown_item')
  return item
}

async function place(trx: TransactionClientContract, items: AgendaItem[]): Promise<void> {
  for (const [index, item] of items.entries()) {
    await item
      .useTransaction(trx)
      .merge({ position: index + 1 })
      .save()
  }
}

async function noteAct(
  trx: TransactionClientContract,
  verb: string,
  { assemblyId, actor, clock }: Act,
  title: string
): Promise<void> {
  await recordAuditEvent(trx, {
    actor,
    action: `governance.${verb}`,
    subject: { type: 'assembly', id: assemblyId },
    after: { title },
    clock,
  })
}
