import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Policy from '#models/royalties/policy'
import PolicyDraft from '#models/royalties/policy_draft'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { RoyaltiesError } from '#services/royalties/errors'
import {
  adoptPolicy,
  type PolicyDraft as VotedPolicy,
} from '#services/royalties/policies/adopt_policy'
import { assertPolicyDraft } from '#services/royalties/policies/assert_policy_draft'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

type Vote = Pick<VotedPolicy, 'resolutionId' | 'resolutionTitle' | 'adoptedOn'>
/** A rule as it is proposed, before any resolution: cents as decimal text, since it is kept as JSON. */
export type ProposedPolicy = Omit<VotedPolicy, keyof Vote>
type KeptTerms = Omit<ProposedPolicy, 'payoutThresholdCents'> & { payoutThresholdCents: string }

/**
 * Keeps a rule for the assembly to vote, held to the same bounds as an adopted one; nothing is
 * shared out by it meanwhile.
 *
 * @throws RoyaltiesError those of `assertPolicyDraft`
 */
export async function storePolicyDraft(input: {
  title: string
  proposed: ProposedPolicy
  actor: Actor
  clock: Clock
}): Promise<PolicyDraft> {
  const { title, proposed, actor, clock } = input
  const today = clock.now().toISODate()!
  assertPolicyDraft(
    { ...proposed, resolutionId: 'draft', resolutionTitle: title, adoptedOn: today },
    today
  )
  return db.transaction(async (trx) => {
    const draft = await PolicyDraft.create(
      {
        id: newId(),
        title,
        terms: { ...proposed, payoutThresholdCents: proposed.payoutThresholdCents.toString() },
        createdAt: clock.now(),
        createdByLabel: actorLabel(actor),
      },
      { client: trx }
    )
    await recordAuditEvent(trx, {
      actor,
      action: 'royalties.draft_policy',
      subject: { type: 'policy_draft', id: draft.id },
      after: { title, ...draft.terms },
      clock,
    })
    return draft
  })
}

/** A draft that is not put to the vote any more. @throws RoyaltiesError `policy_draft_ended` */
export async function discardPolicyDraft(input: { id: string; actor: Actor; clock: Clock }) {
  const { id, actor, clock } = input
  await db.transaction(async (trx) => {
    const draft = await openDraft(trx, id)
    await draft.merge({ discardedAt: clock.now() }).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'royalties.discard_policy_draft',
      subject: { type: 'policy_draft', id },
      clock,
    })
  })
}

/**
 * The assembly has adopted a draft: it becomes the next version of the policy, with the resolution
 * that voted it (P15).
 *
 * @throws RoyaltiesError `policy_draft_ended`, and those of `adoptPolicy`
 */
export async function adoptPolicyDraft(
  trx: TransactionClientContract,
  input: { id: string; vote: Vote; actor: Actor; clock: Clock }
): Promise<Policy> {
  const { id, vote, actor, clock } = input
  const draft = await openDraft(trx, id)
  const policy = await adoptPolicy(
    { draft: { ...proposedPolicy(draft), ...vote }, actor, clock },
    trx
  )
  await draft.merge({ policyId: policy.id }).save()
  return policy
}

/** The drafts that may be put to a vote, newest first. */
export function openPolicyDrafts(): Promise<PolicyDraft[]> {
  return PolicyDraft.query()
    .whereNull('policyId')
    .whereNull('discardedAt')
    .orderBy('createdAt', 'desc')
}

/** What a draft proposes. */
export function proposedPolicy(draft: PolicyDraft): ProposedPolicy {
  const terms = draft.terms as KeptTerms
  return { ...terms, payoutThresholdCents: BigInt(terms.payoutThresholdCents) }
}

async function openDraft(trx: TransactionClientContract, id: string): Promise<PolicyDraft> {
  const draft = await PolicyDraft.query({ client: trx }).where('id', id).forUpdate().first()
  if (draft?.isOpen) return draft
  throw new RoyaltiesError('policy_draft_ended', 'This draft was adopted or discarded already')
}
