import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Period from '#models/royalties/period'
import Policy from '#models/royalties/policy'
import type ApprovalMandate from '#models/publication/approval_mandate'
import Publication from '#models/publication/publication'
import PublicationApproval from '#models/publication/publication_approval'
import { recordAuditEvent } from '#services/identity/record_audit_event'
import { PublicationError } from '#services/publication/errors'
import { mandateInForce } from '#services/publication/mandates/find_mandate'
import { markApproved } from '#services/royalties/advance_period'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import { parsePeriod } from '#values/period'

type Approver = { id: string; fullName: string; email?: string }

/**
 * A person's yes to a sealed month (P21): with a mandate in force, not the one who computed it,
 * once, and to the very root and report that they saw. With the last one asked for
 * (policy.approvals_required) the month is approved, in the same transaction.
 *
 * @param root and `docHash`, 0x-hex, as they stood on the person's screen
 * @throws InvalidPeriodError, UnknownPeriodError, PublicationError wrong_state, not_sealed,
 *   no_mandate, own_computation, other_fingerprint, already_approved; nothing was changed then
 */
export async function approvePublication(input: {
  period: string
  actor: Approver
  root: string
  docHash: string
  clock: Clock
}): Promise<{ approvals: number; required: number }> {
  const { actor, clock } = input
  return db.transaction(async (trx) => {
    const period = await Period.lock(parsePeriod(input.period), trx)
    const publication = await sealedMonth(period, trx)
    const mandate = await mayApprove(period, actor, clock, trx)
    if (
      !sameText(input.root, publication.rootHex) ||
      !sameText(input.docHash, publication.docHashHex)
    ) {
      throw new PublicationError(
        'other_fingerprint',
        `What you saw is not what ${period.period} holds now: look at it again before approving`
      )
    }
    const { id: publicationId, root, docHash } = publication
    const earlier = await PublicationApproval.query({ client: trx }).where({ publicationId })
    if (earlier.some(({ accountId }) => accountId === actor.id)) {
      throw new PublicationError('already_approved', 'You have approved this month already')
    }
    await PublicationApproval.create(
      {
        id: newId(),
        publicationId,
        accountId: actor.id,
        capacity: mandate.capacity,
        root,
        docHash,
        approvedAt: clock.now(),
      },
      { client: trx }
    )
    await recordAuditEvent(trx, {
      actor,
      action: 'publication.approve_publication',
      subject: { type: 'period', id: period.period },
      after: {
        revision: publication.revision,
        capacity: mandate.capacity,
        root: publication.rootHex,
        doc_hash: publication.docHashHex,
      },
      clock,
    })
    const required = await approvalsRequired(period, trx)
    const approvals = earlier.length + 1
    if (approvals >= required) await markApproved(trx, { period: period.period, clock })
    return { approvals, required }
  })
}

/** How many people have to say yes, as the members voted. */
export async function approvalsRequired(period: Period, trx: TransactionClientContract) {
  const policy = await Policy.findOrFail(period.policyId, { client: trx })
  return policy.approvalsRequired
}

async function sealedMonth(period: Period, trx: TransactionClientContract): Promise<Publication> {
  if (period.state !== 'computed') {
    throw new PublicationError(
      'wrong_state',
      `${period.period} is ${period.state}: only a month that is computed can be approved`,
      { period: period.period, state: period.state }
    )
  }
  const key = { period: period.period, revision: period.revision }
  const publication = await Publication.query({ client: trx }).where(key).first()
  if (publication) return publication
  throw new PublicationError(
    'not_sealed',
    `${period.period} was computed without being sealed`,
    key
  )
}

async function mayApprove(
  period: Period,
  actor: Approver,
  clock: Clock,
  trx: TransactionClientContract
): Promise<ApprovalMandate> {
  if (period.computedByAccountId === actor.id) {
    throw new PublicationError(
      'own_computation',
      'You computed this month: two other people have to approve it'
    )
  }
  const mandate = await mandateInForce(actor.id, clock, trx)
  if (mandate) return mandate
  throw new PublicationError('no_mandate', 'You hold no mandate to approve months today')
}

function sameText(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
