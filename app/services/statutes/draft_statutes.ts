import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import StatuteProfile from '#models/statutes/statute_profile'
import { type Actor, recordAuditEvent } from '#services/identity/record_audit_event'
import { StatutesError } from '#services/statutes/errors'
import { referenceSource } from '#services/statutes/reference_source'
import { REFERENCE_SETTINGS } from '#services/statutes/reference_profile'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import { renderBodies, type StatuteSource } from '#services/statutes/text/render_statutes'
import type { Clock } from '#values/clock'
import { canonicalJson, sha256Hex } from '#values/digest'
import { newId } from '#values/id'

export type StatuteDraft = StatuteSource & { label: string; settings: StatuteSettings }
type Act = { actor: Actor; clock: Clock }

/** A draft from the last adopted version, or from the house's reference where there is none. */
export async function draftStatutes({ label, actor, clock }: Act & { label: string }) {
  return db.transaction(async (trx) => {
    const base = await StatuteProfile.query({ client: trx })
      .where('state', 'adopted')
      .orderBy('version', 'desc')
      .first()
    const { settings, sourceFr, sourceEn } = base ?? {
      settings: REFERENCE_SETTINGS,
      ...(await referenceSource()),
    }
    const draft = { label, settings, sourceFr, sourceEn }
    return createDraft(trx, { draft, basedOnId: base?.id ?? null, actor, clock })
  })
}

export async function createDraft(
  trx: TransactionClientContract,
  input: Act & { draft: StatuteDraft; basedOnId: string | null; id?: string }
): Promise<StatuteProfile> {
  const { draft, basedOnId, actor, clock, id = newId() } = input
  const profile = await StatuteProfile.create(
    {
      id,
      version: null,
      state: 'draft',
      basedOnId,
      ...draft,
      ...renderBodies(draft.settings, draft),
      createdAt: clock.now(),
    },
    { client: trx }
  )
  await recordAuditEvent(trx, {
    actor,
    action: 'statutes.draft_profile',
    subject: { type: 'statute_profile', id },
    after: { label: draft.label, based_on: basedOnId },
    clock,
  })
  return profile
}

/** What two people must not write over each other: changes with every edit. */
export function draftMark({ label, settings, sourceFr, sourceEn }: StatuteDraft): string {
  return sha256Hex(canonicalJson({ label, settings, sourceFr, sourceEn })).slice(0, 16)
}

/**
 * Saves a draft as it was edited; it may be wrong, only its adoption asks that it be right.
 *
 * @param mark what the editor started from
 * @throws StatutesError `not_draft`, `draft_changed`
 */
export async function editDraft(
  input: Act & { id: string; mark: string; draft: StatuteDraft }
): Promise<StatuteProfile> {
  const { id, mark, draft, actor, clock } = input
  return db.transaction(async (trx) => {
    const profile = await lockDraft(trx, id)
    if (draftMark(profile) !== mark) {
      throw new StatutesError('draft_changed', 'Somebody else changed this draft meanwhile')
    }
    const before = { label: profile.label, sha256: profile.bodySha256, settings: profile.settings }
    profile.merge({ ...draft, ...renderBodies(draft.settings, draft) })
    if (!profile.$isDirty) return profile
    await profile.save()
    await recordAuditEvent(trx, {
      actor,
      action: 'statutes.edit_draft',
      subject: { type: 'statute_profile', id },
      before,
      after: { label: profile.label, sha256: profile.bodySha256, settings: profile.settings },
      clock,
    })
    return profile
  })
}

/** Puts a draft aside; it stays readable. @throws StatutesError `not_draft` */
export async function discardDraft({ id, actor, clock }: Act & { id: string }): Promise<void> {
  await db.transaction(async (trx) => {
    const profile = await lockDraft(trx, id)
    await profile.merge({ state: 'discarded' }).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'statutes.discard_draft',
      subject: { type: 'statute_profile', id },
      before: { state: 'draft' },
      after: { state: 'discarded' },
      clock,
    })
  })
}

/** The draft, locked until the transaction ends. @throws StatutesError `not_draft` */
export async function lockDraft(
  trx: TransactionClientContract,
  id: string
): Promise<StatuteProfile> {
  const profile = await StatuteProfile.query({ client: trx })
    .where('id', id)
    .forUpdate()
    .firstOrFail()
  if (profile.isDraft) return profile
  throw new StatutesError('not_draft', `This version is ${profile.state}: draft a new one`, {
    state: profile.state,
  })
}
