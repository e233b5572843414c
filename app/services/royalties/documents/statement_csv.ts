import type {
  PayeeStatement,
  StatementDocument,
  SubscriberStatement,
  UnitsByEvidence,
} from '#services/royalties/statements/documents'
import { csvLine } from '#values/csv'
import { plainCents, plainMicro } from '#values/money'

const COLUMNS = [
  'period',
  'section',
  'id',
  'label',
  'artist',
  'isrc',
  'share_basis_points',
  'server_units',
  'player_units',
  'announce_units',
  'amount_eur',
] as const

type Line = {
  section: string
  id?: string
  label: string
  artist?: string
  basisPoints?: string
  units?: UnitsByEvidence
  amount: string
}

/**
 * A statement as a table: one line per total, payment, work, cause, cost and adjustment. Amounts
 * in euro with a point, to the micro-euro; nothing that the statement does not say, but for the
 * recordings' ISRC, by which the tables of a label are matched.
 *
 * @param isrcs by work id, of the works that have one
 */
export function statementCsv(statement: StatementDocument, isrcs: Record<string, string>): string {
  const lines = statement.kind === 'subscriber' ? subscriberLines(statement) : payeeLines(statement)
  const rows = lines.map((line) =>
    csvLine([
      statement.period,
      line.section,
      line.id,
      line.label,
      line.artist,
      line.section === 'work' && line.id ? isrcs[line.id] : '',
      line.basisPoints,
      ...(['server', 'player', 'announce'] as const).map((evidence) =>
        line.units ? unitsOf(line.units, evidence) : ''
      ),
      line.amount,
    ])
  )
  return csvLine(COLUMNS) + rows.join('')
}

function subscriberLines(statement: SubscriberStatement): Line[] {
  return [
    ...totalLines(statement.totals),
    ...statement.payments.map((payment) => ({
      section: 'payment',
      id: payment.contribution_id,
      label: payment.settled_on,
      amount: plainCents(payment.gross_cents),
    })),
    ...statement.works.map((work) => ({
      section: 'work',
      id: work.work_id,
      label: work.title,
      artist: work.artist,
      units: work.units,
      amount: plainMicro(work.amount_micro),
    })),
    ...statement.causes.map((cause) => ({
      section: 'cause',
      id: cause.cause_id,
      label: cause.name,
      basisPoints: cause.basis_points,
      amount: plainMicro(cause.amount_micro),
    })),
    ...statement.operations.map((cost) => ({
      section: 'operations',
      label: cost.label_fr,
      basisPoints: cost.basis_points,
      amount: plainMicro(cost.amount_micro),
    })),
  ]
}

function payeeLines(statement: PayeeStatement): Line[] {
  return [
    ...totalLines(statement.totals),
    ...statement.works.map((work) => ({
      section: 'work',
      id: work.work_id,
      label: work.title,
      artist: work.artist,
      basisPoints: work.basis_points,
      units: work.units,
      amount: plainMicro(work.amount_micro),
    })),
    ...statement.adjustments.map((adjustment) => ({
      section: 'adjustment',
      id: adjustment.corrects,
      label: adjustment.reason,
      amount: plainMicro(adjustment.amount_micro),
    })),
  ]
}

/** Totals by the names that the statement itself gives them; the unit is in the name. */
function totalLines(totals: Record<string, string>): Line[] {
  return Object.entries(totals).map(([name, value]) => ({
    section: 'total',
    label: name.replace(/_(cents|micro)$/, ''),
    amount: name.endsWith('_cents') ? plainCents(value) : plainMicro(value),
  }))
}

/** Listening and download units of one class of evidence together. */
function unitsOf(units: UnitsByEvidence, evidence: keyof UnitsByEvidence): string {
  const counted = units[evidence]
  return counted ? (BigInt(counted.listening) + BigInt(counted.download)).toString() : '0'
}
