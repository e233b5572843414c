/** One version of the voted rule; parts in basis points, cents as decimal text. */
export type PolicyTerms = {
  keys: { artists: number; contributions: number; operations: number }
  weights: { listening: number; download: number }
  causes: { id: string; name: string; basisPoints: number }[]
  operationLines: { labelFr: string; labelEn: string; basisPoints: number }[]
  payoutThresholdCents: string
  carryMonths: number
}

export type PolicyVersion = PolicyTerms & {
  version: number
  state: 'in_force' | 'to_come' | 'ended' | 'replaced'
  effectivePeriod: string
  approvalsRequired: number
  resolutionId: string
  resolutionTitle: string
  adoptedOn: string
}

/** The keys with the colour of their money, in the order of every page. */
export const POLICY_KEYS = [
  { key: 'artists', colour: 'artists' },
  { key: 'contributions', colour: 'causes' },
  { key: 'operations', colour: 'costs' },
] as const

/** The reference of a resolution that was voted in the program, and so has its page. */
export const VOTED_HERE = /^(AG|CA)[1-9][0-9]*-R[1-9][0-9]*$/

const TYPED = /^([0-9]{1,3})(?:[.,]([0-9]{1,2}))?$/
const TYPED_EUROS = /^([0-9]{1,9})(?:[.,]([0-9]{1,2}))?$/
const plain = (text: string) => text.replace(/[\s%€\u00a0\u202f]/g, '')

/** What is typed as a percentage, in basis points; null when it is none. The server reads it again. */
export function parsePercent(text: string): number | null {
  const found = TYPED.exec(plain(text))
  if (!found) return null
  const points = Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
  return points <= 10_000 ? points : null
}

/** What is typed as euros, in cents as decimal text; null when it is none. */
export function parseEuros(text: string): string | null {
  const found = TYPED_EUROS.exec(plain(text))
  return found ? String(BigInt(found[1] + (found[2] ?? '').padEnd(2, '0'))) : null
}

/** Hundredths as a person types them: `1250` is « 12,5 », `800` is « 8 ». */
export function typed(hundredths: number | string, locale: string): string {
  const digits = String(hundredths).padStart(3, '0')
  const rest = digits.slice(-2).replace(/0+$/, '')
  return rest ? `${digits.slice(0, -2)}${locale === 'en' ? '.' : ','}${rest}` : digits.slice(0, -2)
}

/** The sum of typed percentages in basis points; what is no percentage counts nothing. */
export function sumOfParts(parts: string[]): number {
  return parts.reduce((sum, part) => sum + (parsePercent(part) ?? 0), 0)
}

/** The version that would rule a month without another vote. */
export function versionFor(versions: PolicyVersion[], month: string): PolicyVersion | null {
  const standing = versions.filter((one) => one.effectivePeriod <= month)
  return standing.reduce<PolicyVersion | null>((best, one) => {
    if (!best || one.effectivePeriod > best.effectivePeriod) return one
    return one.effectivePeriod === best.effectivePeriod && one.version > best.version ? one : best
  }, null)
}

export type Difference = { key: string; label: string; before: string; after: string }
type Words = {
  t: (key: string, values?: Record<string, string | number>) => string
  percent: (basisPoints: number) => string
  euros: (cents: string) => string
  locale: string
}

/** What a vote changes, line by line, in the reader's words; unchanged lines are left out. */
export function differences(
  before: PolicyTerms | null,
  after: PolicyTerms,
  words: Words
): Difference[] {
  const old = new Map(before ? linesOf(before, words).map((line) => [line.key, line]) : [])
  const now = linesOf(after, words)
  const gone = [...old.values()].filter(({ key }) => !now.some((line) => line.key === key))
  return [...now, ...gone.map((line) => ({ ...line, value: '' }))]
    .map(({ key, label, value }) => ({
      key,
      label,
      before: old.get(key)?.value ?? '',
      after: value,
    }))
    .filter((line) => line.before !== line.after)
}

function linesOf(terms: PolicyTerms, { t, percent, euros, locale }: Words) {
  const field = (key: string) => t(`royalties.office.policies.fields.${key}`)
  return [
    ...POLICY_KEYS.map(({ key }) => ({
      key,
      label: `${field('keys')} : ${field(key)}`,
      value: percent(terms.keys[key]),
    })),
    ...terms.causes.map((cause) => ({
      key: `cause:${cause.id}`,
      label: `${field('causes')} : ${cause.name}`,
      value: percent(cause.basisPoints),
    })),
    ...terms.operationLines.map((line) => ({
      key: `line:${line.labelFr}`,
      label: `${field('operations')} : ${locale === 'en' ? line.labelEn : line.labelFr}`,
      value: percent(line.basisPoints),
    })),
    ...(['listening', 'download'] as const).map((key) => ({
      key: `weight:${key}`,
      label: field(key),
      value: String(terms.weights[key]),
    })),
    {
      key: 'threshold',
      label: field('payout_threshold'),
      value: euros(terms.payoutThresholdCents),
    },
    {
      key: 'carry',
      label: field('carry_months'),
      value: t('royalties.office.policies.months', { count: terms.carryMonths }),
    },
  ]
}
