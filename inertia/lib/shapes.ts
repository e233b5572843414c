import type { ReportTotals } from '#services/publication/documents/public_report'
import type { StatementDocument } from '#services/royalties/statements/documents'
import type { Entry } from '~/verify/entry'

export type { People, Person } from '#services/governance/queries/find_people'
export type { PublicReport } from '#services/publication/documents/public_report'
export type {
  PayeeStatement,
  StatementPolicy,
  SubscriberStatement,
  UnitsByEvidence,
} from '#services/royalties/statements/documents'
/** One entry of `GET /api/v1/me/statements/:period`: what the reader's browser recomputes. */
export type ProofEntry = Omit<Entry, 'statement'> & { statement: StatementDocument }

/**
 * Shapes that several pages receive. Amounts are decimal strings: `…Micro` in micro-euro,
 * `…Cents` in cents. Instants are ISO 8601 text, days `YYYY-MM-DD`, periods `YYYY-MM`.
 */
export type Paging = {
  page: number
  perPage: number
  total: number
}

/** A long list is read on from a place: `previous` and `next` are places, null at an end. */
export type Places = {
  count: number
  /** There are more than `count`: nobody counted further. */
  isMore: boolean
  previous: string | null
  next: string | null
}

export type PeriodState = 'open' | 'closing' | 'computed' | 'approved' | 'published' | 'paid'

/** The month's `summary.json`: every figure a decimal string. */
export type MonthTotals = ReportTotals

export type MonthSummary = {
  period: string
  revision: number
  state: PeriodState
  /** Instant of the publication; null until it is on the chain. */
  publishedAt: string | null
  totals: MonthTotals
  /** People whose contribution settled in the month. */
  subscribers: number
}

export type StatementExports = {
  pdf: string
  json: string
  csv: string
}

export type WorkKind = 'audio' | 'video'

export type WorkCard = {
  id: string
  slug: string
  title: string
  kind: WorkKind
  artistName: string
  coverUrl: string | null
  durationMs: number | null
  licenceCode: string
  /** An open licence: anyone may fetch the work without an account. */
  isOpen: boolean
}

export type TimelineEvent = {
  at: string
  /** Who did it; null for the house itself. */
  actor: string | null
  /** Already in the reader's language. */
  title: string
  detail?: string | null
}
