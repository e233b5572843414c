import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import AgendaItem from '#models/governance/agenda_item'
import type Assembly from '#models/governance/assembly'
import Mandate from '#models/governance/mandate'
import Resolution from '#models/governance/resolution'
import Member from '#models/membership/member'
import { sayIn } from '#services/governance/documents/paper_words'
import { actOf, GovernanceError } from '#services/governance/errors'
import { lockedAssembly, settingsOf } from '#services/governance/locked_assembly'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

type Incident = { assemblyId: string; mandateId: string; actor: Actor; clock: Clock }

/**
 * C28 (L225-105 for an SA; law 47-1775, art. 6, and the statutes for others): an assembly that is
 * open may at any time vote to revoke somebody who governs, though nobody announced it: a point of its own at the end of the agenda, with its resolution, which
 * waits for the chair to open its vote. Nothing else is added after the notice.
 */
export function addRevocation({ assemblyId, mandateId, actor, clock }: Incident) {
  return actOf(async (trx) => {
    const assembly = await lockedAssembly(trx, assemblyId)
    if (assembly.state !== 'open') throw new GovernanceError('meeting_not_open')
    if (assembly.body === 'board' || assembly.kind === 'consultation') {
      throw new GovernanceError('members_revoke')
    }
    const mandate = await Mandate.query({ client: trx })
      .where('id', mandateId)
      .whereNull('endedOn')
      .first()
    if (!mandate) throw new GovernanceError('no_mandate_runs')
    await assertNotAskedYet(trx, assemblyId, mandateId)
    await trx.rawQuery(`SELECT set_config('peerfy.revocation', 'on', true)`)
    const resolution = await writeRevocation(trx, assembly, mandate, clock)
    await trx.rawQuery(`SELECT set_config('peerfy.revocation', 'off', true)`)
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.add_revocation',
      subject: { type: 'assembly', id: assembly.id },
      after: { resolution: resolution.id, number: resolution.number, mandate: mandateId },
      clock,
    })
    return resolution
  })
}

async function assertNotAskedYet(
  trx: TransactionClientContract,
  assemblyId: string,
  mandateId: string
): Promise<void> {
  const known = await Resolution.query({ client: trx })
    .where({ assemblyId, type: 'revocation', effectId: mandateId })
    .first()
  if (known) throw new GovernanceError('revocation_is_there', { number: known.number })
}

async function writeRevocation(
  trx: TransactionClientContract,
  assembly: Assembly,
  { id: effectId, bodyCode, memberId }: Mandate,
  clock: Clock
): Promise<Resolution> {
  const { bodies, identity } = settingsOf(assembly)
  const body = bodies.find(({ code }) => code === bodyCode)
  const { displayName } = await Member.findOrFail(memberId, { client: trx })
  const title = `Révocation de ${displayName}`
  const shared = { assemblyId: assembly.id, title, createdAt: clock.now() }
  const position = (await last(trx, 'agenda_items', 'position', assembly.id)) + 1
  const text = sayIn('fr')('incident', { form: identity.legalForm })
  const item = { ...shared, id: newId(), position, text }
  await AgendaItem.create(item, { client: trx })
  return Resolution.create(
    {
      ...{ ...shared, id: newId(), agendaItemId: item.id, state: 'pending' },
      ...{ type: 'revocation', majority: 'ordinary', fromBoard: false, bodyCode },
      ...{ effectType: 'mandate', effectId },
      number: (await last(trx, 'resolutions', 'number', assembly.id)) + 1,
      text: `L’assemblée révoque le mandat de ${displayName} (${body?.labelFr ?? bodyCode}), avec effet immédiat.`,
    },
    { client: trx }
  )
}

async function last(
  trx: TransactionClientContract,
  table: 'agenda_items' | 'resolutions',
  column: 'position' | 'number',
  assemblyId: string
): Promise<number> {
  const found = await trx
    .from(table)
    .where('assembly_id', assemblyId)
    .max(`${column} as last`)
    .firstOrFail()
  return found.last ?? 0
}
