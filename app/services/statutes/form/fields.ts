/** How a setting is typed and read back. */
export type FieldKind =
  | 'text'
  | 'long'
  /** Letters and digits without spaces: SIREN, IBAN. */
  | 'compact'
  | 'code'
  | 'euros'
  | 'percent'
  /** Thousandths, typed as « 2,5 ». */
  | 'points'
  | 'whole'
  /** « 2/3 », « 0 ». */
  | 'fraction'
  | 'yes'
  | 'choice'
  | 'choices'
  /** Codes of categories. */
  | 'codes'
  | 'documents'

export type Field = { path: string; kind: FieldKind; options?: string[] }

export const SECTIONS = [
  'identity',
  'capital',
  'categories',
  'colleges',
  'assemblies',
  'exits',
  'reserves',
  'bodies',
] as const
export type Section = (typeof SECTIONS)[number]

export const LISTS = ['categories', 'colleges', 'bodies'] as const
export type ListName = (typeof LISTS)[number]

const field = (path: string, kind: FieldKind, options?: string[]): Field => ({
  path,
  kind,
  ...(options && { options }),
})

const assembly = (name: string): Field[] => [
  field(`assemblies.${name}.noticeDays.first`, 'whole'),
  field(`assemblies.${name}.noticeDays.second`, 'whole'),
  field(`assemblies.${name}.quorum.first`, 'fraction'),
  field(`assemblies.${name}.quorum.second`, 'fraction'),
  field(`assemblies.${name}.majority`, 'fraction'),
  field(`assemblies.${name}.majority.strict`, 'yes'),
]

/**
 * Every setting that stands alone, by section: the one list from which the form is drawn, what was
 * typed is read, and differences are told.
 */
export const FIELDS: Record<Section, Field[]> = {
  identity: [
    field('identity.name', 'text'),
    field('identity.legalForm', 'choice', ['SAS', 'SA', 'SARL']),
    field('identity.formWords', 'text'),
    field('identity.purposeFr', 'long'),
    field('identity.purposeEn', 'long'),
    field('identity.siren', 'compact'),
    field('identity.rcsCity', 'text'),
    field('identity.vatNumber', 'compact'),
    field('identity.street', 'text'),
    field('identity.postcode', 'compact'),
    field('identity.city', 'text'),
    field('identity.email', 'text'),
    field('identity.phone', 'text'),
    field('identity.iban', 'compact'),
    field('identity.bic', 'compact'),
    field('identity.yearEnd', 'text'),
  ],
  capital: [
    field('capital.nominalCents', 'euros'),
    field('capital.statutoryCapitalCents', 'euros'),
    field('capital.statutoryMinimumCents', 'euros'),
    field('capital.paidUpBp', 'percent'),
    field('capital.paidUpMonths', 'whole'),
    field('capital.transferRefusal.body', 'choice', ['board', 'assembly', 'nobody']),
    field('capital.transferRefusal.withinDays', 'whole'),
    field('clauses.publicOffer', 'yes'),
  ],
  categories: [
    field('admission.body', 'choice', ['board', 'assembly']),
    field('admission.withinDays', 'whole'),
  ],
  colleges: [
    field('collegeRules.carryOver', 'choice', ['proportional', 'winner_takes_all']),
    field('collegeRules.degraded', 'choice', ['cgscop', 'head_count']),
    field('collegeRules.weighsCapital', 'yes'),
    field('voting.basis', 'choice', ['one_member', 'per_share_class', 'per_share']),
  ],
  assemblies: [
    ...assembly('ordinary'),
    ...assembly('extraordinary'),
    field('voting.quorumBase', 'choice', ['members', 'capital']),
    field('voting.abstention', 'choice', ['left_out', 'counts_as_no', 'counts_as_yes']),
    field('notices.consentDays', 'whole'),
    field('notices.safetyDays', 'whole'),
    field('proxies.max', 'whole'),
  ],
  exits: [
    field('exit.noticeMonths', 'whole'),
    field('exit.repaymentMonths', 'whole'),
    field('exit.imputeReserves', 'yes'),
    field('exit.tailMonths', 'whole'),
    field('clauses.revaluedShares', 'yes'),
    field('exclusion.hearingDays', 'whole'),
    field('exclusion.majority', 'fraction'),
  ],
  reserves: [
    field('reserves.legalBp', 'percent'),
    field('reserves.statutoryBp', 'percent'),
    field('interest.marginMillipercent', 'points'),
    field('clauses.patronageRefund', 'yes'),
    field('clauses.reservesIntoCapital', 'yes'),
    field('clauses.liquidationToMembers', 'yes'),
  ],
  bodies: [
    field('review.everyYears', 'whole'),
    field('accounts.approvalMonths', 'whole'),
    field('accounts.filingMonths', 'whole'),
  ],
}

const LABELS = [field('labelFr', 'text'), field('labelEn', 'text')]
const QUALITIES = ['beneficiary', 'employee', 'producer', 'volunteer', 'public_body', 'other']

/** What one line of a list holds; each line is known by its code. */
export const LIST_FIELDS: Record<ListName, Field[]> = {
  categories: [
    field('code', 'code'),
    ...LABELS,
    field('quality', 'choice', QUALITIES),
    field('kinds', 'choices', ['natural', 'legal', 'public_body']),
    field('minShares', 'whole'),
    field('documents', 'documents'),
  ],
  colleges: [
    field('code', 'code'),
    ...LABELS,
    field('weightBp', 'percent'),
    field('categories', 'codes'),
  ],
  bodies: [
    field('code', 'code'),
    ...LABELS,
    field('minSeats', 'whole'),
    field('maxSeats', 'whole'),
    field('termYears', 'whole'),
  ],
}

/** What stands at a path (`capital.paidUpBp`); undefined where nothing does. */
export function valueAt(settings: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], settings)
}

/** Puts a value at a path; the objects on the way are there already. */
export function putAt(settings: object, path: string, value: unknown): void {
  const keys = path.split('.')
  const last = keys.pop()!
  const holder = valueAt(settings, keys.join('.')) ?? settings
  ;(holder as Record<string, unknown>)[last] = value
}

/** `colleges.2.weightBp` as its list and field; null for a setting that stands alone. */
export function listPlace(path: string): { list: ListName; field: string | null } | null {
  const [list, , name = null] = path.split('.')
  return LISTS.includes(list as ListName) ? { list: list as ListName, field: name } : null
}
