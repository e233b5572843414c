/**
 * What the statutes set, as the program obeys it. Nothing here is a constant of the code: another
 * co-operative has other numbers, and so has the next version. Amounts are decimal strings of
 * cents (JSON has no bigint), shares of a whole are basis points, fractions are exact.
 */
export type StatuteSettings = {
  identity: CooperativeIdentity
  capital: CapitalRules
  categories: MemberCategory[]
  /** Empty where the statutes know no colleges: then one member, one vote. */
  colleges: College[]
  collegeRules: {
    /** C06: how a college's result reaches the whole. */
    carryOver: 'proportional' | 'winner_takes_all'
    /** C05: what happens when colleges are empty. */
    degraded: 'cgscop' | 'head_count'
    /** A criterion that the law forbids (art. 19 octies); here so that the linter can say so. */
    weighsCapital: boolean
  }
  admission: { body: DecidingBody; withinDays: number }
  exit: ExitRules
  exclusion: { hearingDays: number; majority: Fraction }
  assemblies: { ordinary: AssemblyRules; extraordinary: AssemblyRules }
  voting: VotingRules
  /** C19: e-mail notices need a consent given so many days before. */
  notices: { consentDays: number; safetyDays: number }
  /** C24 */
  proxies: { max: number }
  /** C33: parts of the surplus; the second is of what the first left. */
  reserves: { legalBp: number; statutoryBp: number }
  clauses: ForbiddenClauses
  /** C34: points above the mean of bond yields, in thousandths of a percent. */
  interest: { marginMillipercent: number }
  /** C31 */
  bodies: GovernanceBody[]
  /** C35 */
  review: { everyYears: number }
  /** C32: months after the year's end for the assembly on the accounts, then for filing them. */
  accounts: { approvalMonths: number; filingMonths: number }
}

/** How votes are counted (C03, C20, C21); the law leaves little choice. */
export type VotingRules = {
  basis: 'one_member' | 'per_share_class' | 'per_share'
  quorumBase: 'members' | 'capital'
  abstention: 'left_out' | 'counts_as_no' | 'counts_as_yes'
}

/** Clauses found in other companies' statutes that a SCIC may not have; here so that the linter can say so. */
export type ForbiddenClauses = {
  /** Shares offered to the public (C02): an SAS or SARL may not. */
  publicOffer: boolean
  /** A part of the surplus given back by what members bought (art. 15). */
  patronageRefund: boolean
  /** Reserves turned into capital (art. 16). */
  reservesIntoCapital: boolean
  /** Shares repaid above their nominal value (art. 18). */
  revaluedShares: boolean
  /** What is left at the end shared among the members (art. 19). */
  liquidationToMembers: boolean
}

export type DecidingBody = 'board' | 'assembly'
export type Fraction = { numerator: number; denominator: number }
export type LegalForm = 'SAS' | 'SA' | 'SARL'

export type CooperativeIdentity = {
  name: string
  legalForm: LegalForm
  /** What follows the name on every paper: « SCIC SAS à capital variable ». */
  formWords: string
  /** The collective interest served, which the statutes have to describe (art. 19 quinquies). */
  purposeFr: string
  purposeEn: string
  siren: string
  rcsCity: string
  street: string
  postcode: string
  city: string
  email: string
  /** Empty where there is none. */
  phone: string
  vatNumber: string
  /** The co-operative's own account, for transfers; shown with what is to be paid. */
  iban: string
  bic: string
  /** MM-DD, the last day of the financial year. */
  yearEnd: string
}

export type CapitalRules = {
  nominalCents: string
  /** The lowest capital that the statutes allow. */
  statutoryMinimumCents: string
  /** The capital written into the statutes when the co-operative was formed. */
  statutoryCapitalCents: string
  /** C08: part to be paid when subscribing (at least a quarter), and when the rest is due. */
  paidUpBp: number
  paidUpMonths: number
  /** Who may refuse a transfer between members, and until when. */
  transferRefusal: { body: DecidingBody | 'nobody'; withinDays: number }
}

/** What the law asks a category to be (art. 19 septies); any other is `other`. */
export type CategoryQuality =
  'beneficiary' | 'employee' | 'producer' | 'volunteer' | 'public_body' | 'other'

export type MemberKind = 'natural' | 'legal' | 'public_body'

/** The order of the list decides for a person with several qualities (C03). */
export type MemberCategory = {
  code: string
  labelFr: string
  labelEn: string
  quality: CategoryQuality
  kinds: MemberKind[]
  minShares: number
  documents: { code: string; labelFr: string; labelEn: string; required: boolean }[]
}

export type College = {
  code: string
  labelFr: string
  labelEn: string
  weightBp: number
  /** Category codes; each category is in one college. */
  categories: string[]
}

export type ExitRules = {
  noticeMonths: number
  /** C15: repaid at the latest so many months after the exit. */
  repaymentMonths: number
  /** C14: losses are set against the statutory reserve first. */
  imputeReserves: boolean
  /** C17 */
  tailMonths: number
}

export type AssemblyRules = {
  noticeDays: { first: number; second: number }
  /** Of the members with the right to vote; zero on the second call means none is asked. */
  quorum: { first: Fraction; second: Fraction }
  /** `strict` asks for more than the fraction, otherwise it suffices to reach it. */
  majority: Fraction & { strict: boolean }
}

export type GovernanceBody = {
  code: string
  labelFr: string
  labelEn: string
  minSeats: number
  maxSeats: number
  termYears: number
}
