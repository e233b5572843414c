import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Exit from '#models/membership/exit'
import { dayOf } from '#values/day'

/**
 * The day on which the shares of an exit leave the register: the day of the exit, or the member's
 * last movement where that came later (a death that was told late, ADR 10). Dated earlier, shares
 * would leave that were not there yet, and the register of the days between would owe some.
 */
export async function leavingDay(trx: TransactionClientContract, { memberId, effectiveOn }: Exit) {
  const { rows } = await trx.rawQuery(
    `SELECT max(effective_on)::text AS day FROM share_movements
      WHERE :memberId IN (from_member_id, to_member_id)`,
    { memberId }
  )
  const last: string | null = rows[0].day
  return last && dayOf(last) > effectiveOn ? dayOf(last) : effectiveOn
}
