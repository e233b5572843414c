import db from '@adonisjs/lucid/services/db'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { BondYield } from '#services/shares/surplus/surplus_rule'
import type { Clock } from '#values/clock'

/** Writes or corrects the mean yield of a half-year (C34), with its source; the trail keeps both. */
export async function recordBondYield(input: {
  bondYield: BondYield
  source: string
  actor: Actor
  clock: Clock
}): Promise<void> {
  const { bondYield, source, actor, clock } = input
  const { year, half, rateMillipercent } = bondYield
  await db.transaction(async (trx) => {
    const before = await trx.from('bond_yields').where({ year, half }).forUpdate().first()
    await trx
      .insertQuery()
      .table('bond_yields')
      .insert({
        year,
        half,
        rate_millipercent: rateMillipercent,
        source,
        recorded_at: clock.now().toISO(),
        recorded_by_label: actorLabel(actor),
      })
      .onConflict(['year', 'half'])
      .merge()
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.record_bond_yield',
      subject: { type: 'bond_yield', id: `${year}-${half}` },
      before: before ? { rate_millipercent: before.rate_millipercent } : null,
      after: { rate_millipercent: rateMillipercent, source },
      clock,
    })
  })
}
