import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/royalties/office_policy'
import { RoyaltiesError } from '#services/royalties/errors'
import { recordPolicy } from '#services/royalties/policies/record_policy'
import { openPolicyDrafts, proposedPolicy } from '#services/royalties/policies/policy_drafts'
import { monthWithoutPolicy } from '#services/royalties/queries/month_without_policy'
import { firstMonths, policyRegister } from '#services/royalties/queries/policy_register'
import { refusedPolicy } from '#transformers/royalties/policy_refusal'
import { policyVersion } from '#transformers/royalties/policy_version'
import { policyDraft, policyValidator } from '#validators/royalties/policies'
import { Clock } from '#values/clock'
import { periodLabel } from '#values/period'

/** The rules that the members voted: every version, and the form that records the next. */
@inject()
export default class PoliciesController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia }: HttpContext) {
    const office = bouncer.with(OfficePolicy)
    await office.authorize('viewMonths')
    const { versions, causes } = await policyRegister(this.clock)
    const drafts = await openPolicyDrafts()
    return inertia.render('royalties/office/policies', {
      versions: versions.map(({ policy, state }) => policyVersion(policy, state, causes)),
      missing: await monthWithoutPolicy(this.clock),
      hasCauses: causes.some((cause) => !cause.isRetired),
      drafts: drafts.map((draft) => {
        const { effectivePeriod, artistsBp, contributionsBp, operationsBp } = proposedPolicy(draft)
        const keys = {
          artists: artistsBp,
          contributions: contributionsBp,
          operations: operationsBp,
        }
        return { id: draft.id, title: draft.title, effectivePeriod, keys }
      }),
      may: { manage: await office.allows('managePolicy') },
    })
  }

  async create({ bouncer, inertia }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('managePolicy')
    const { versions, causes, running } = await policyRegister(this.clock)
    const months = await firstMonths(this.clock)
    return inertia.render('royalties/office/policy_new', {
      versions: versions.map(({ policy, state }) => policyVersion(policy, state, causes)),
      causes: causes.filter((one) => !one.isRetired).map(({ id, name }) => ({ id, name })),
      months,
      proposedMonth: (await monthWithoutPolicy(this.clock)) ?? this.#next(months, running),
      today: this.clock.now().toISODate()!,
    })
  }

  async store({ auth, bouncer, request, response, session, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('managePolicy')
    const draft = policyDraft(await request.validateUsing(policyValidator))
    try {
      const policy = await recordPolicy({ draft, actor: auth.getUserOrFail(), clock: this.clock })
      const month = periodLabel(policy.effectivePeriod, i18n.locale)
      const { version } = policy
      session.flash('success', i18n.t('royalties.office.policies.adopted', { version, month }))
    } catch (error) {
      throw error instanceof RoyaltiesError ? refusedPolicy(i18n, error) : error
    }
    return response.redirect().toRoute('royalties.office.policies.index')
  }

  /** A vote rather concerns the month to come than the one that runs. */
  #next(months: string[], running: string) {
    return months.find((month) => month > running) ?? months[0]
  }
}
