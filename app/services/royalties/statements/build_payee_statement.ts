import royaltiesConfig from '#config/royalties'
import { centsToMicro } from '#values/money'
import {
  STATEMENT_FORMAT,
  type PayeeAdjustment,
  type PayeeStatement,
  type PayeeWork,
  type StatementPolicy,
} from './documents.js'
import { assertSame, byId, sumOf, unitsText, type UnitCounts } from './figures.js'

/** Listener counts below this are left out: so few could be recognised by their amounts. */
const FEWEST_LISTENERS_SHOWN = BigInt(royaltiesConfig.fewestListenersShown)

/** The rows of one payee in a month, as the allocation left them. */
export type PayeeRows = {
  period: string
  revision: number
  ruleVersion: number
  policy: StatementPolicy
  payeeId: string
  payeeName: string
  works: {
    workId: string
    title: string
    artist: string
    basisPoints: number
    units: UnitCounts
    listeners: bigint
    workAmountMicro: bigint
    amountMicro: bigint
    byProRataMicro: bigint
  }[]
  adjustments: { amountMicro: bigint; corrects: string; reason: string }[]
  openingMicro: bigint
  linesMicro: bigint
  adjustmentsMicro: bigint
  payoutCents: bigint
  closingMicro: bigint
  payoutReference: string | null
}

/**
 * The statement of one payee, a pure function of the rows (P13, P18).
 *
 * @throws StatementError when a total is not the sum of its lines
 */
export function buildPayeeStatement(rows: PayeeRows): PayeeStatement {
  const works = rows.works.map(workLine).sort(byId('work_id'))
  const adjustments = rows.adjustments.map(adjustmentLine).sort(byId('corrects'))
  const balance = rows.openingMicro + rows.linesMicro + rows.adjustmentsMicro
  const proRata = rows.works.reduce((sum, work) => sum + work.byProRataMicro, 0n)

  const where = `${rows.period} ${rows.payeeId}`
  assertSame(`${where}: works`, rows.linesMicro, sumOf(works))
  assertSame(`${where}: adjustments`, rows.adjustmentsMicro, sumOf(adjustments))
  assertSame(
    `${where}: closing = opening + lines + adjustments − payout`,
    rows.closingMicro,
    balance - centsToMicro(rows.payoutCents)
  )
  return {
    format: STATEMENT_FORMAT,
    kind: 'payee',
    period: rows.period,
    revision: rows.revision,
    rule_version: rows.ruleVersion,
    policy: rows.policy,
    payee_id: rows.payeeId,
    payee_name: rows.payeeName,
    works,
    adjustments,
    totals: {
      opening_micro: rows.openingMicro.toString(),
      lines_micro: rows.linesMicro.toString(),
      adjustments_micro: rows.adjustmentsMicro.toString(),
      balance_micro: balance.toString(),
      payout_cents: rows.payoutCents.toString(),
      closing_micro: rows.closingMicro.toString(),
      by_pro_rata_micro: proRata.toString(),
    },
    payout: payoutReason(balance, rows.payoutCents),
    payout_reference: rows.payoutCents > 0n ? rows.payoutReference : null,
  }
}

function payoutReason(balance: bigint, payoutCents: bigint): PayeeStatement['payout'] {
  if (payoutCents > 0n) return 'due'
  if (balance < 0n) return 'negative_balance'
  return balance === 0n ? 'nothing' : 'below_threshold'
}

function workLine(work: PayeeRows['works'][number]): PayeeWork {
  return {
    work_id: work.workId,
    title: work.title,
    artist: work.artist,
    basis_points: String(work.basisPoints),
    units: unitsText(work.units),
    listeners: work.listeners >= FEWEST_LISTENERS_SHOWN ? work.listeners.toString() : null,
    work_amount_micro: work.workAmountMicro.toString(),
    amount_micro: work.amountMicro.toString(),
    by_pro_rata_micro: work.byProRataMicro.toString(),
  }
}

function adjustmentLine(adjustment: PayeeRows['adjustments'][number]): PayeeAdjustment {
  return {
    amount_micro: adjustment.amountMicro.toString(),
    corrects: adjustment.corrects,
    reason: adjustment.reason,
  }
}
