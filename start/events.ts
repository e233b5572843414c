/** A higher domain answers what a lower one asks or announces. */
import app from '@adonisjs/core/services/app'
import emitter from '@adonisjs/core/services/emitter'
import logger from '@adonisjs/core/services/logger'
import { registerLetterhead } from '#services/documents/letterhead'
import { registerSignatory } from '#services/documents/signatory'
import { registerWorkAccess } from '#services/catalogue/work_access'
import { registerSealStep } from '#services/royalties/close/seal'
import { registerMonthPublication } from '#services/royalties/queries/month_publication'
import { hearReversal } from '#services/royalties/corrections/hear_reversal'
import { trackerWorkAccess } from '#services/tracker/work_access'
import { registerEffect } from '#services/governance/effects/effect_registry'
import { expireMandates } from '#services/governance/mandates/end_mandate'
import { mandateEffect } from '#services/governance/mandates/mandate_effect'
import { governanceAlerts } from '#services/governance/queries/governance_alerts'
import { assemblyYear } from '#services/governance/queries/assembly_year'
import { registerClosingStep } from '#services/identity/close_account'
import { registerDisablingStep } from '#services/identity/manage_account'
import { registerEndingStep } from '#services/subscriptions/end_cancelled_subscriptions'
import { AdmissionRefusedError, registerAdmissionStep } from '#services/membership/admission_steps'
import { dropPapersOfMember } from '#services/membership/applications/erase_applications'
import { letGoOfAccount } from '#services/membership/applications/forget_unsigned'
import { registerPaymentDue } from '#services/membership/applications/payment_due'
import { registerAlertSource } from '#services/membership/alerts'
import { registerMemberPanel } from '#services/membership/member_panels'
import { registerTimelineSource } from '#services/membership/timeline'
import { sharePanel } from '#services/shares/queries/member_panel'
import { shareAlerts } from '#services/shares/queries/share_alerts'
import { shortHolding, shortHoldings } from '#services/shares/queries/short_holdings'
import { shareTimeline } from '#services/shares/queries/share_timeline'
import { registerShareMeasure } from '#services/membership/categories/category_gates'
import { registerExitGate } from '#services/membership/exits/exit_gates'
import { unlinkAccount } from '#services/membership/members/link_account'
import { categoryAlerts } from '#services/membership/queries/mandatory_categories'
import { refusalOf } from '#services/shares/errors'
import { revalueClaims } from '#services/shares/claims/revalue_claims'
import { eraseSharePapers } from '#services/shares/erase_share_papers'
import { assertReduction } from '#services/shares/exits/assert_reduction'
import {
  dueOfApplication,
  openFromApplication,
} from '#services/shares/subscriptions/open_from_application'
import { reviewAlerts } from '#services/shares/review/review_alerts'
import { registerProjectSection } from '#services/shares/review/project_year'
import { registerAccountsStep } from '#services/shares/surplus/accounts_versions'
import { registerAdoptionWarning } from '#services/statutes/adoption_warnings'
import { connectionOf } from '#services/tracker/lucid_database'
import { registerErasureStep } from '#services/membership/members/erase_member'
import {
  revokeAnnounceTokens,
  revokeTokensOfAccount,
} from '#services/tracker/revoke_announce_token'
import {
  exclusionEffect,
  royaltiesPolicyEffect,
  statutesEffect,
  surplusEffect,
} from '#services/vote_effects'
import { claimPayees } from '#services/licensing/claim_payees'
import { Clock } from '#values/clock'

registerWorkAccess(trackerWorkAccess)
/** Who signs pages and papers is what the statutes say. */
registerLetterhead(async (day) => {
  const { statutesLetterhead } = await import('#services/statutes/queries/letterhead')
  return statutesLetterhead(day)
})
/** Who signs in its name is what the mandates say. */
registerSignatory(async (day) => {
  const { signatoryByMandate } = await import('#services/governance/queries/signatory')
  return signatoryByMandate(day)
})
/** Loaded when a month is sealed, not when the house starts. */
registerSealStep('publication', async (context) => {
  const { sealPublication } = await import('#services/publication/seal_publication')
  return sealPublication(context)
})

/** What the pages of a month show of its publication. */
registerMonthPublication({
  async onChain(month) {
    const { monthOnChain } = await import('#services/publication/queries/month_on_chain')
    return monthOnChain(month)
  },
  async approvers(month, today) {
    const { monthApprovers } = await import('#services/publication/queries/month_on_chain')
    return monthApprovers(month, today)
  },
  async proofOf(subject) {
    const { statementProof } = await import('#services/publication/queries/statement_proof')
    return statementProof(subject)
  },
})

/** A payment reversed after its month was closed is corrected at once; the next close would too. */
emitter.on('subscriptions:payment_reversed', async () => {
  await hearReversal({ clock: await app.container.make(Clock) })
})

/** Whoever verifies the address that the office noted for a payee signs in for that payee. */
emitter.on('identity:address_verified', async ({ accountId }) => {
  await claimPayees(accountId, await app.container.make(Clock))
})

/** Whoever closes their account, or is suspended, leaves no address that still counts (P4). */
registerClosingStep(revokeTokensOfAccount)
registerDisablingStep(revokeTokensOfAccount)

/** What a subscription opened is closed with it (P4). */
registerEndingStep(async (trx, subscriberId, clock) => {
  await revokeAnnounceTokens(await connectionOf(trx), { subscriberId, clock })
})

/** What an account had typed and not signed goes with it; a signed application does without. */
registerClosingStep(letGoOfAccount)

/** With a former member's details go the papers that were handed in. */
registerErasureStep('applications', dropPapersOfMember)
registerErasureStep('shares', eraseSharePapers)

/** A mail that waited in memory is lost then: whoever expects it can ask for another. */
emitter.on('queued:mail:error', ({ error, mailerName: mailer }) => {
  const { code, message: reason } = error as Error & { code?: string }
  logger.error({ mailer, code, reason }, 'a mail did not leave')
})

/** Who is admitted has signed for shares: they wait for their money (C07). */
registerAdmissionStep(async (trx, admission) => {
  try {
    await openFromApplication(trx, admission)
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) throw error
    throw new AdmissionRefusedError(`shares.refusals.${refusal.code}`, refusal.figures)
  }
})
registerPaymentDue(dueOfApplication)

/** Shares given back are there, paid, and leave what the category asks for. */
registerExitGate(async (trx, { member, kind, shares }) => {
  if (kind !== 'reduction') return
  const clock = await app.container.make(Clock)
  await assertReduction(trx, { memberId: member.id, shares: shares! }, clock)
})

/** C07: categories and statutes look at what is held. */
registerShareMeasure(shortHolding)
registerAdoptionWarning('shares', async (settings, day) => {
  const params = await shortHoldings(settings, day)
  return params.count === 0 ? [] : [{ key: 'shares.alerts.least_shares_draft', params }]
})

/** Approved accounts say what the claims of their year's exits are worth (C14). */
registerAccountsStep(async (trx, fact) => {
  await revalueClaims(trx, fact)
})

/** Who closes their account stays a member: the co-operative writes by post again. */
registerClosingStep(unlinkAccount)
registerAlertSource('membership.categories', categoryAlerts)

/** What shares adds to a member's page and to what the office watches. */
registerAlertSource('shares', shareAlerts)
registerAlertSource('shares.review', reviewAlerts)
registerTimelineSource('shares', shareTimeline)
registerMemberPanel('shares', async (memberId) =>
  sharePanel(memberId, await app.container.make(Clock))
)

/** What an adopted resolution puts in force: governance itself knows none of these. */
registerEffect('statutes', statutesEffect)
registerEffect('royalties_policy', royaltiesPolicyEffect)
registerEffect('surplus', surplusEffect)
registerEffect('exclusion', exclusionEffect)
registerEffect('mandate', mandateEffect)

/** Approved accounts end the mandates whose last year they are (C31). */
registerAccountsStep(async (trx, { accounts }) => {
  await expireMandates(trx, accounts)
})
registerAlertSource('governance', governanceAlerts)
/** C36: what the members decided in a year, for the annex of its report. */
registerProjectSection('assemblies', assemblyYear)
