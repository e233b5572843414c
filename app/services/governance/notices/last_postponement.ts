import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/** How often the members of a meeting were told of another day: 0 while its first one stands. */
export async function lastPostponement(
  trx: TransactionClientContract,
  assemblyId: string
): Promise<number> {
  const { last } = await trx
    .from('notices')
    .where({ assembly_id: assemblyId, kind: 'postponement' })
    .max('round as last')
    .firstOrFail()
  return last ?? 0
}
