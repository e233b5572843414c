import type { Findings } from '#services/statutes/lint/findings'
import type { StatuteSettings } from '#services/statutes/statute_settings'

const RESERVES = { legalBp: 1_500, statutoryBp: 5_000, wholeBp: 10_000 }
/** Two points above the mean of three years' bond yields. */
const MARGIN_MILLIPERCENT = 2_000

/** What becomes of the surplus (C14, C33, C34). */
export function lintSurplus(
  { reserves, interest, clauses }: StatuteSettings,
  found: Findings
): void {
  const { legalBp, statutoryBp } = reserves
  if (legalBp < RESERVES.legalBp || legalBp > RESERVES.wholeBp) {
    found.error('legalReserve', 'reserves.legalBp', 'legal_reserve', {
      partBp: legalBp,
      leastBp: RESERVES.legalBp,
    })
  }
  if (statutoryBp < RESERVES.statutoryBp || statutoryBp > RESERVES.wholeBp) {
    found.error('statutoryReserve', 'reserves.statutoryBp', 'statutory_reserve', {
      partBp: statutoryBp,
      leastBp: RESERVES.statutoryBp,
    })
  }
  const margin = interest.marginMillipercent
  if (margin < 0 || margin > MARGIN_MILLIPERCENT) {
    found.error('interest', 'interest.marginMillipercent', 'interest_margin', {
      pointsMilli: margin,
      mostMilli: MARGIN_MILLIPERCENT,
    })
  }
  if (clauses.patronageRefund) {
    found.error('patronage', 'clauses.patronageRefund', 'patronage_refund')
  }
  if (clauses.reservesIntoCapital) {
    found.error('incorporation', 'clauses.reservesIntoCapital', 'reserves_into_capital')
  }
  if (clauses.liquidationToMembers) {
    found.error('liquidation', 'clauses.liquidationToMembers', 'liquidation_to_members')
  }
  if (clauses.revaluedShares) {
    found.warning('revaluation', 'clauses.revaluedShares', 'revalued_shares')
  }
}
