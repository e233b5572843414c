import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Assembly from '#models/governance/assembly'
import Resolution from '#models/governance/resolution'
import { endSilentPresences } from '#services/governance/attendance/remote_presence'
import { freezeElectorate } from '#services/governance/electorate/freeze_electorate'
import { GovernanceError } from '#services/governance/errors'
import { quorumOf } from '#services/governance/votes/quorum_of'
import { resultOf } from '#services/governance/votes/result_of'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'

type Lapse = { assembly: Assembly; actor: Actor; clock: Clock }

/**
 * Ends a called meeting that never had its quorum, on the locked meeting: who was called is written
 * down (C23), votes from afar are counted as what they are, of no effect (C20), and its minutes are
 * those of an absence. Refused where the quorum of anything on its agenda is there: then it meets.
 */
export async function lapseAssembly(
  trx: TransactionClientContract,
  { assembly, actor, clock }: Lapse
): Promise<void> {
  await freezeElectorate(trx, assembly, clock)
  await endSilentPresences(trx, clock, assembly.id)
  const resolutions = await Resolution.query({ client: trx })
    .where('assemblyId', assembly.id)
    .forUpdate()
  for (const kind of new Set(resolutions.map(({ majority }) => majority))) {
    const { reached } = await quorumOf(trx, assembly, kind)
    if (reached) throw new GovernanceError('quorum_is_there')
  }
  for (const resolution of resolutions.filter(({ state }) => state === 'open')) {
    const result = await resultOf(trx, assembly, resolution)
    await resolution.close(clock.now(), 'not_deliberated', result).save()
  }
  await assembly.lapse(clock.now()).save()
  await recordAuditEvent(trx, {
    actor,
    action: 'governance.lapse_assembly',
    subject: { type: 'assembly', id: assembly.id },
    clock,
  })
}
