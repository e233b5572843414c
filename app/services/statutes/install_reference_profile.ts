import db from '@adonisjs/lucid/services/db'
import StatuteProfile from '#models/statutes/statute_profile'
import type { Actor } from '#services/identity/record_audit_event'
import { type Adoption, adoptDraft } from '#services/statutes/adopt_statutes'
import { createDraft } from '#services/statutes/draft_statutes'
import { type Overrides, overrideSettings } from '#services/statutes/override_settings'
import { REFERENCE_SETTINGS } from '#services/statutes/reference_profile'
import { referenceSource } from '#services/statutes/reference_source'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import { renderBodies } from '#services/statutes/text/render_statutes'
import type { Clock } from '#values/clock'

const LABEL = 'Statuts de P2P’Legal'

type Input = {
  /** Completes and adopts it at once; without, it stays a draft for the founders to complete. */
  adopt?: Adoption & { settings?: Overrides<StatuteSettings> }
  actor: Actor
  clock: Clock
  id?: string
}

/**
 * Puts the reference profile of P2P’Legal in where nothing was adopted yet; safe to call at every
 * start. What people drafted or adopted is never touched.
 *
 * @throws UnlawfulStatutesError, StatutesError when the adoption is refused
 */
export async function installReferenceProfile(input: Input): Promise<StatuteProfile> {
  const { adopt, actor, clock, id } = input
  return db.transaction(async (trx) => {
    await trx.rawQuery(`SELECT pg_advisory_xact_lock(hashtext('statutes|install'))`)
    const known = await StatuteProfile.query({ client: trx })
      .orderByRaw(`state = 'adopted' DESC, version DESC, created_at`)
      .first()
    if (known && (known.state === 'adopted' || !adopt)) return known
    const settings = overrideSettings(REFERENCE_SETTINGS, adopt?.settings)
    const draft = { label: LABEL, settings, ...(await referenceSource()) }
    const isUntouched = known?.isDraft && known.label === LABEL && known.basedOnId === null
    const profile = isUntouched
      ? await known.merge({ ...draft, ...renderBodies(settings, draft) }).save()
      : await createDraft(trx, { draft, basedOnId: null, actor, clock, id })
    return adopt ? adoptDraft(trx, { ...adopt, id: profile.id, actor, clock }) : profile
  })
}
