import db from '@adonisjs/lucid/services/db'
import Period from '#models/royalties/period'
import Policy from '#models/royalties/policy'
import Payout from '#models/royalties/payout'
import { findPolicy } from '#services/royalties/policies/find_policy'
import { holdUntil } from '#services/royalties/payouts/hold'
import { closeProgress } from '#services/royalties/queries/close_progress'
import { UnknownPeriodError } from '#services/royalties/errors'
import { isPeriodOver, parsePeriod } from '#values/period'
import type { Clock } from '#values/clock'

/**
 * A month as staff see it: how far its close is, step by step, with figures, files and transfers.
 *
 * @throws InvalidPeriodError, UnknownPeriodError
 */
export async function periodOverview(input: { period: string; clock: Clock }) {
  const period = await Period.find(parsePeriod(input.period))
  if (!period) throw new UnknownPeriodError(input.period)
  const key = { period: period.period, revision: period.revision }
  const { rows: files } = await db.rawQuery(
    `SELECT kind, name, byte_length, sha256 FROM period_files
      WHERE period = :period AND revision = :revision ORDER BY kind, name`,
    key
  )
  return {
    period,
    policy: period.policyId ? await Policy.find(period.policyId) : await findPolicy(key.period),
    isOver: isPeriodOver(key.period, input.clock.now()),
    steps: await closeProgress(key),
    soFar: await soFar(key.period),
    files: files as { kind: string; name: string; byte_length: string; sha256: string }[],
    payouts: await Payout.query().where(key).orderBy('reference').preload('payee'),
    holdUntil: await holdUntil(key.period),
  }
}

/** What has come in until now; final once the month is frozen. */
async function soFar(period: string) {
  const { rows } = await db.rawQuery(
    `SELECT (SELECT count(*)::int FROM payments WHERE settled_period = :period AND state = 'settled') AS payments,
            (SELECT coalesce(sum(gross_cents), 0)::text FROM payments
              WHERE settled_period = :period AND state = 'settled') AS gross_cents,
            (SELECT coalesce(sum(listening_units), 0)::text FROM usage_totals WHERE period = :period) AS listening_units,
            (SELECT coalesce(sum(download_units), 0)::text FROM usage_totals WHERE period = :period) AS download_units,
            (SELECT count(*)::int FROM adjustments WHERE period = :period) AS adjustments`,
    { period }
  )
  const row = rows[0]
  return {
    payments: row.payments as number,
    grossCents: row.gross_cents as string,
    listeningUnits: row.listening_units as string,
    downloadUnits: row.download_units as string,
    adjustments: row.adjustments as number,
  }
}
