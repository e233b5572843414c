import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/royalties/office_policy'
import { RoyaltiesError } from '#services/royalties/errors'
import { discardPolicyDraft, storePolicyDraft } from '#services/royalties/policies/policy_drafts'
import { refusedPolicy } from '#transformers/royalties/policy_refusal'
import { policyTermsOf, proposedPolicyValidator } from '#validators/royalties/policies'
import { Clock } from '#values/clock'

/** Rules that wait for an assembly's vote: kept, or discarded. */
@inject()
export default class PolicyDraftsController {
  constructor(protected clock: Clock) {}

  async store({ auth, bouncer, request, response, session, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('managePolicy')
    const asked = await request.validateUsing(proposedPolicyValidator)
    try {
      await storePolicyDraft({
        title: asked.resolution_title,
        proposed: policyTermsOf(asked),
        actor: auth.getUserOrFail(),
        clock: this.clock,
      })
      session.flash('success', i18n.t('royalties.office.policies.draft.kept'))
    } catch (error) {
      throw error instanceof RoyaltiesError ? refusedPolicy(i18n, error) : error
    }
    return response.redirect().toRoute('royalties.office.policies.index')
  }

  async destroy({ auth, bouncer, params, response, session, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('managePolicy')
    try {
      const actor = auth.getUserOrFail()
      await discardPolicyDraft({ id: params.id, actor, clock: this.clock })
      session.flash('success', i18n.t('royalties.office.policies.draft.discarded'))
    } catch (error) {
      if (!(error instanceof RoyaltiesError)) throw error
      session.flash('error', i18n.t('royalties.office.policies.draft.ended'))
    }
    return response.redirect().toRoute('royalties.office.policies.index')
  }
}
