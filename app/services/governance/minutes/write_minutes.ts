import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Assembly from '#models/governance/assembly'
import Minutes from '#models/governance/minutes'
import { actOf, GovernanceError } from '#services/governance/errors'
import { lockedAssembly } from '#services/governance/locked_assembly'
import { buildMinutes } from '#services/governance/minutes/build_minutes'
import { keepSheet } from '#services/governance/minutes/keep_sheet'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { canonicalJson, sha256Hex } from '#values/digest'
import { newId } from '#values/id'

type Writing = { assemblyId: string; discussion: string; actor: Actor; clock: Clock }

/**
 * C29: writes the minutes of a closed meeting: everything from its records, the summary of the
 * discussion as it was typed. May be written again until the first officer has signed.
 */
export function writeMinutes({ assemblyId, discussion, actor, clock }: Writing) {
  return actOf(async (trx) => {
    const assembly = await lockedAssembly(trx, assemblyId)
    const minutes = await lockedMinutes(trx, assembly, clock)
    await minutes.load('signatures')
    if (minutes.signatures.length > 0) throw new GovernanceError('minutes_signed')
    const sheet = await keepSheet(assembly, minutes, clock)
    const { sheetSha256 } = sheet
    const document = await buildMinutes(trx, assembly, { discussion, sheetSha256 })
    const sha256 = sha256Hex(canonicalJson(document))
    await minutes.merge({ ...sheet, freeText: discussion.trim(), document, sha256 }).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.write_minutes',
      subject: { type: 'assembly', id: assembly.id },
      after: { sha256: minutes.sha256 },
      clock,
    })
    return minutes
  })
}

/** The minutes of a meeting that is over, held until the end of the transaction. */
async function lockedMinutes(
  trx: TransactionClientContract,
  assembly: Assembly,
  clock: Clock
): Promise<Minutes> {
  if (assembly.kind === 'consultation') throw new GovernanceError('consultation_has_no_minutes')
  if (assembly.state !== 'closed') {
    throw new GovernanceError(assembly.state === 'signed' ? 'minutes_signed' : 'meeting_not_over')
  }
  const known = await Minutes.query({ client: trx })
    .where('assemblyId', assembly.id)
    .forUpdate()
    .first()
  if (known) return known
  const { id: assemblyId, body } = assembly
  return Minutes.create({ id: newId(), assemblyId, body, createdAt: clock.now() }, { client: trx })
}
