import { apportion } from '#values/apportion'
import { centsToMicro } from '#values/money'
import {
  STATEMENT_FORMAT,
  type OperationShare,
  type StatementPayment,
  type StatementPolicy,
  type SubscriberCause,
  type SubscriberStatement,
  type SubscriberWork,
  type UnitsByEvidence,
} from './documents.js'
import { assertSame, byId, sumOf, unitsText, type UnitCounts } from './figures.js'

/** The rows of one subscriber in a month, as the allocation left them. */
export type SubscriberRows = {
  period: string
  revision: number
  ruleVersion: number
  policy: StatementPolicy
  operationLines: { label_fr: string; label_en: string; basis_points: number }[]
  subscriberId: string
  payments: {
    contributionId: string
    settledOn: string
    grossCents: bigint
    vatRateBp: bigint
    vatCents: bigint
    paymentFeeCents: bigint
    netCents: bigint
  }[]
  artistsMicro: bigint
  contributionsMicro: bigint
  operationsMicro: bigint
  carriedInMicro: bigint
  carriedOut: { amountMicro: bigint; months: number } | null
  pooledMicro: bigint
  works: {
    workId: string
    title: string
    artist: string
    units: UnitCounts
    weight: bigint
    amountMicro: bigint
  }[]
  causesChosenBySubscriber: boolean
  causes: { causeId: string; name: string; basisPoints: number; amountMicro: bigint }[]
  byProRata: { toTheseWorksMicro: bigint; elsewhereMicro: bigint }
}

/** Without a voted budget the whole share is one line, so that the picture stays complete. */
const UNDIVIDED = [
  {
    label_fr: 'Fonctionnement de la coopérative',
    label_en: 'Running the co-operative',
    basis_points: 10_000,
  },
]

/**
 * The statement of one subscriber, a pure function of the rows: the same rows give the same bytes
 * on any machine (P13).
 *
 * @throws StatementError when a total is not the sum of its lines
 */
export function buildSubscriberStatement(rows: SubscriberRows): SubscriberStatement {
  const works = rows.works.map(workLine).sort(byId('work_id'))
  const causes = rows.causes.map(causeLine).sort(byId('cause_id'))
  const payments = rows.payments.map(paymentLine).sort(byId('contribution_id'))
  const totals = totalsOf(rows)
  const statement: SubscriberStatement = {
    format: STATEMENT_FORMAT,
    kind: 'subscriber',
    period: rows.period,
    revision: rows.revision,
    rule_version: rows.ruleVersion,
    policy: rows.policy,
    subscriber_id: rows.subscriberId,
    payments,
    totals,
    carried_out_months: String(rows.carriedOut?.months ?? 0),
    works,
    causes_chosen_by: rows.causesChosenBySubscriber ? 'subscriber' : 'vote',
    causes,
    operations: operationShares(rows),
    by_pro_rata: {
      to_these_works_micro: rows.byProRata.toTheseWorksMicro.toString(),
      elsewhere_micro: rows.byProRata.elsewhereMicro.toString(),
    },
  }
  assertSums(statement, rows)
  return statement
}

function totalsOf(rows: SubscriberRows): SubscriberStatement['totals'] {
  const cents = (part: (payment: SubscriberRows['payments'][number]) => bigint) =>
    rows.payments.reduce((sum, payment) => sum + part(payment), 0n).toString()
  return {
    gross_cents: cents((payment) => payment.grossCents),
    vat_cents: cents((payment) => payment.vatCents),
    payment_fees_cents: cents((payment) => payment.paymentFeeCents),
    fee_shortfall_cents: cents((payment) => {
      const shortfall = payment.vatCents + payment.paymentFeeCents - payment.grossCents
      return shortfall > 0n ? shortfall : 0n
    }),
    net_cents: cents((payment) => payment.netCents),
    artists_micro: rows.artistsMicro.toString(),
    contributions_micro: rows.contributionsMicro.toString(),
    operations_micro: rows.operationsMicro.toString(),
    carried_in_micro: rows.carriedInMicro.toString(),
    carried_out_micro: (rows.carriedOut?.amountMicro ?? 0n).toString(),
    pooled_micro: rows.pooledMicro.toString(),
  }
}

function workLine(work: SubscriberRows['works'][number]): SubscriberWork {
  return {
    work_id: work.workId,
    title: work.title,
    artist: work.artist,
    units: unitsText(work.units) satisfies UnitsByEvidence,
    weight: work.weight.toString(),
    amount_micro: work.amountMicro.toString(),
  }
}

function causeLine(cause: SubscriberRows['causes'][number]): SubscriberCause {
  return {
    cause_id: cause.causeId,
    name: cause.name,
    basis_points: String(cause.basisPoints),
    amount_micro: cause.amountMicro.toString(),
  }
}

function paymentLine(payment: SubscriberRows['payments'][number]): StatementPayment {
  return {
    contribution_id: payment.contributionId,
    settled_on: payment.settledOn,
    gross_cents: payment.grossCents.toString(),
    vat_rate_bp: payment.vatRateBp.toString(),
    vat_cents: payment.vatCents.toString(),
    payment_fee_cents: payment.paymentFeeCents.toString(),
    net_cents: payment.netCents.toString(),
  }
}

/** The voted budget's lines, in the budget's own order. */
function operationShares(rows: SubscriberRows): OperationShare[] {
  const lines = rows.operationLines.length > 0 ? rows.operationLines : UNDIVIDED
  const weights = lines.map((line, index) => ({
    id: String(index),
    weight: BigInt(line.basis_points),
  }))
  const tieKey = (index: string) => `${rows.period}|${rows.subscriberId}|operations|${index}`
  const amounts = apportion(rows.operationsMicro, weights, tieKey)
  return lines.map((line, index) => ({
    label_fr: line.label_fr,
    label_en: line.label_en,
    basis_points: String(line.basis_points),
    amount_micro: amounts[index]!.toString(),
  }))
}

function assertSums(statement: SubscriberStatement, rows: SubscriberRows): void {
  const where = `${rows.period} ${rows.subscriberId}`
  const of = (name: keyof SubscriberStatement['totals']) => BigInt(statement.totals[name])
  assertSame(
    `${where}: gross = vat + fees − shortfall + net`,
    of('gross_cents'),
    of('vat_cents') + of('payment_fees_cents') - of('fee_shortfall_cents') + of('net_cents')
  )
  assertSame(
    `${where}: net = artists + contributions + operations`,
    centsToMicro(of('net_cents')),
    of('artists_micro') + of('contributions_micro') + of('operations_micro')
  )
  assertSame(
    `${where}: artists + carried in = works + carried out + pooled`,
    of('artists_micro') + of('carried_in_micro'),
    sumOf(statement.works) + of('carried_out_micro') + of('pooled_micro')
  )
  assertSame(`${where}: causes`, of('contributions_micro'), sumOf(statement.causes))
}
