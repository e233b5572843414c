import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/** Resolutions carry the numbers 1 to n in the order of the agenda, then of their writing. */
export async function numberResolutions(
  trx: TransactionClientContract,
  assemblyId: string
): Promise<void> {
  await trx.rawQuery(
    `UPDATE resolutions r SET number = o.place
       FROM (SELECT r2.id, row_number() OVER (ORDER BY i.position, r2.number) AS place
               FROM resolutions r2 JOIN agenda_items i ON i.id = r2.agenda_item_id
              WHERE r2.assembly_id = :assemblyId) o
      WHERE o.id = r.id AND r.number <> o.place`,
    { assemblyId }
  )
}
