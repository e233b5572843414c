import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Exclusion from '#models/membership/exclusion'
import PolicyDraft from '#models/royalties/policy_draft'
import SurplusAllocation from '#models/shares/surplus_allocation'
import StatuteProfile from '#models/statutes/statute_profile'
import { parseFraction } from '#services/governance/documents/fraction_words'
import type { Effect, EffectFact } from '#services/governance/effects/effect_registry'
import { GovernanceError } from '#services/governance/errors'
import { resolutionReference } from '#services/governance/resolution_reference'
import type { DecisionResult } from '#services/governance/votes/vote_result'
import { concludeExclusion } from '#services/membership/exclusions/conclude_exclusion'
import { MembershipError } from '#services/membership/errors'
import { RoyaltiesError } from '#services/royalties/errors'
import { adoptPolicyDraft, openPolicyDrafts } from '#services/royalties/policies/policy_drafts'
import { voteAllocation } from '#services/shares/surplus/vote_allocation'
import { adoptDraft } from '#services/statutes/adopt_statutes'
import { StatutesError } from '#services/statutes/errors'
import { dayOf, parisDay } from '#values/day'

const referenceOf = ({ assembly, resolution }: EffectFact) =>
  resolutionReference(assembly, resolution)
/** When it was decided: the vote's own day, however late its change is put in force. */
const decidedOn = ({ resolution }: EffectFact) => parisDay(resolution.closedAt!)

/** A refusal of another domain, as the resolution keeps it. */
async function refusedAs<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const isRefusal =
      error instanceof StatutesError ||
      error instanceof RoyaltiesError ||
      error instanceof MembershipError
    if (!isRefusal) throw error
    throw new GovernanceError(error.code, error.figures)
  }
}

const exists =
  (find: (id: string, trx: TransactionClientContract) => Promise<boolean>, refusal: string) =>
  async (id: string | null, trx: TransactionClientContract) =>
    id && (await find(id, trx)) ? null : refusal

/** The adopted draft becomes the next version of the statutes, in force from the day it is put in force. */
export const statutesEffect: Effect = {
  check: exists(async (id, trx) => {
    const draft = await StatuteProfile.find(id, { client: trx })
    return draft?.isDraft ?? false
  }, 'not_draft'),
  async apply(trx, fact) {
    const { actor, clock, resolution } = fact
    const adoption = {
      resolutionReference: referenceOf(fact),
      resolutionDate: decidedOn(fact),
      effectiveOn: parisDay(clock.now()),
    }
    await refusedAs(() => adoptDraft(trx, { id: resolution.effectId!, ...adoption, actor, clock }))
    publish(fact)
  },
}

/** The keys that were voted share the money out from their first month on, and name their vote. */
export const royaltiesPolicyEffect: Effect = {
  check: exists(async (id, trx) => {
    const draft = await PolicyDraft.find(id, { client: trx })
    return draft?.isOpen ?? false
  }, 'policy_draft_ended'),
  async apply(trx, fact) {
    const { actor, clock, resolution } = fact
    const vote = {
      resolutionId: referenceOf(fact),
      resolutionTitle: resolution.title,
      adoptedOn: decidedOn(fact),
    }
    await refusedAs(() => adoptPolicyDraft(trx, { id: resolution.effectId!, vote, actor, clock }))
    publish(fact)
  },
  async drafts() {
    const drafts = await openPolicyDrafts()
    return drafts.map(({ id, title }) => ({ id, label: title }))
  },
}

/** The surplus goes where the assembly says (C33, C34). */
export const surplusEffect: Effect = {
  check: exists(async (id, trx) => {
    const draft = await SurplusAllocation.find(id, { client: trx })
    return draft?.state === 'draft'
  }, 'not_a_draft'),
  async apply(trx, fact) {
    const { actor, clock, resolution } = fact
    const outcome = await voteAllocation(
      {
        allocationId: resolution.effectId!,
        resolutionReference: referenceOf(fact),
        resolutionDate: dayOf(decidedOn(fact)),
        actor,
        clock,
      },
      trx
    )
    if (!outcome.ok) throw new GovernanceError(outcome.error)
  },
}

/**
 * The member is excluded from the day after the vote on (C13), where the colleges' result reaches
 * the majority that the statutes ask for it; a vote by a lesser one excludes nobody.
 */
export const exclusionEffect: Effect = {
  check: exists(async (id, trx) => {
    const exclusion = await Exclusion.find(id, { client: trx })
    return exclusion?.state === 'heard'
  }, 'exclusion_incomplete'),
  async apply(trx, fact) {
    const { actor, clock, resolution } = fact
    const result = resolution.result as DecisionResult
    const vote = {
      reference: referenceOf(fact),
      date: decidedOn(fact),
      yes: result.counts.yes,
      no: result.counts.no,
      weighed: weighedParts(result),
    }
    const exclusion = await refusedAs(() =>
      concludeExclusion({ exclusionId: resolution.effectId!, ...vote, actor, clock }, trx)
    )
    if (exclusion.state !== 'excluded') throw new GovernanceError('exclusion_majority')
  },
}

/** The exact parts for and against, over one denominator. */
function weighedParts({ yes }: DecisionResult): { yes: bigint; no: bigint } {
  const { n, d } = parseFraction(yes)
  return { yes: n, no: d - n }
}

/** What concerns everybody is shown to everybody; whoever applies the effect saves the resolution. */
function publish({ resolution, clock }: EffectFact): void {
  resolution.publishedAt = clock.now()
}
