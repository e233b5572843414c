import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Assembly from '#models/governance/assembly'
import { GovernanceError } from '#services/governance/errors'
import type { StatuteSettings } from '#services/statutes/statute_settings'

/** The meeting, held until the end of the transaction, with the statutes that rule it. */
export async function lockedAssembly(
  trx: TransactionClientContract,
  assemblyId: string
): Promise<Assembly> {
  const assembly = await Assembly.query({ client: trx }).where('id', assemblyId).forUpdate().first()
  if (!assembly) throw new GovernanceError('unknown_assembly')
  await assembly.load('statuteProfile')
  return assembly
}

/** The statutes by which a noticed meeting runs. */
export function settingsOf(assembly: Assembly): StatuteSettings {
  const profile = assembly.statuteProfile
  if (!profile) throw new GovernanceError('not_noticed')
  return profile.settings
}
