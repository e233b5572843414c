import vine from '@vinejs/vine'
import type { FieldContext, Infer } from '@vinejs/vine/types'
import type { PolicyDraft } from '#services/royalties/policies/adopt_policy'
import type { ProposedPolicy } from '#services/royalties/policies/policy_drafts'
import { parseEuros } from '#values/money'
import { parsePercent } from '#values/ratio'

const MOST_LINES = 20
const MOST_NUMBER = 1_000_000

const isPercent = vine.createRule((value: unknown, _: undefined, field: FieldContext) => {
  if (parsePercent(String(value)) === null) field.report('A percentage is needed', 'percent', field)
})
const isEuros = vine.createRule((value: unknown, _: undefined, field: FieldContext) => {
  if (parseEuros(String(value)) === null) field.report('An amount is needed', 'euros', field)
})
/** Typed as « 12,5 », kept as exact basis points. */
const percent = () =>
  vine
    .string()
    .trim()
    .use(isPercent())
    .transform((text) => parsePercent(text)!)
const whole = () => vine.number().withoutDecimals().range([0, MOST_NUMBER])
const label = () => vine.string().trim().minLength(2).maxLength(80)

const terms = {
  effective_period: vine.string().regex(/^[0-9]{4}-(0[1-9]|1[0-2])$/),
  resolution_title: vine.string().trim().minLength(3).maxLength(200),
  keys: vine.object({ artists: percent(), contributions: percent(), operations: percent() }),
  weights: vine.object({ listening: whole(), download: whole() }),
  causes: vine
    .array(vine.object({ id: vine.string().regex(/^[a-z0-9-]{1,64}$/), part: percent() }))
    .maxLength(MOST_LINES),
  operation_lines: vine
    .array(vine.object({ label_fr: label(), label_en: label(), part: percent() }))
    .maxLength(MOST_LINES),
  payout_threshold: vine
    .string()
    .trim()
    .use(isEuros())
    .transform((text) => parseEuros(text)!),
  carry_months: whole(),
}

/** What the form of a rule sends that is yet to be voted. */
export const proposedPolicyValidator = vine.create(terms)

/** What the form of a voted rule sends; sums and dates are the service's to refuse. */
export const policyValidator = vine.create({
  ...terms,
  resolution_id: vine.string().trim().maxLength(64),
  adopted_on: vine.string().trim().maxLength(10),
})

/** The form as what a resolution votes. */
export function policyDraft(asked: Infer<typeof policyValidator>): PolicyDraft {
  return {
    ...policyTermsOf(asked),
    resolutionId: asked.resolution_id,
    resolutionTitle: asked.resolution_title,
    adoptedOn: asked.adopted_on,
  }
}

/** The terms alone; a cause or line of 0 % is left out. */
export function policyTermsOf(asked: Infer<typeof proposedPolicyValidator>): ProposedPolicy {
  return {
    effectivePeriod: asked.effective_period,
    artistsBp: asked.keys.artists,
    contributionsBp: asked.keys.contributions,
    operationsBp: asked.keys.operations,
    listeningWeight: asked.weights.listening,
    downloadWeight: asked.weights.download,
    causes: asked.causes
      .filter(({ part }) => part > 0)
      .map(({ id, part }) => ({ cause_id: id, basis_points: part })),
    operationLines: asked.operation_lines
      .filter(({ part }) => part > 0)
      .map(({ part, ...labels }) => ({ ...labels, basis_points: part })),
    payoutThresholdCents: asked.payout_threshold,
    carryMonths: asked.carry_months,
  }
}
