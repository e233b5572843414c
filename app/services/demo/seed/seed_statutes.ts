import db from '@adonisjs/lucid/services/db'
import Account from '#models/identity/account'
import { STAFF } from '#services/demo/cast'
import { accountIdOf } from '#services/demo/seed/seed_people'
import type { Timeline } from '#services/demo/seed/timeline'
import { createDraft } from '#services/statutes/draft_statutes'
import { installReferenceProfile } from '#services/statutes/install_reference_profile'

/** How long before the open month the demo's founders voted: members have a history by then. */
const FOUNDED_MONTHS_AGO = 18

/** Invented, but in the form that the real ones have. */
const IDENTITY = {
  siren: '123456782',
  rcsCity: 'Bobigny',
  street: '12 rue des Lilas',
  postcode: '93100',
  city: 'Montreuil',
  email: 'bonjour@demo.peerfy.test',
  phone: '01 23 45 67 89',
  vatNumber: 'FR11123456782',
  iban: 'FR7630006000011234567890189',
  bic: 'AGRIFRPP',
}

/** The founding assembly's statutes, and a draft of the next ones, for the coming assembly's vote. */
export async function seedStatutes(timeline: Timeline): Promise<void> {
  const founded = timeline.on(FOUNDED_MONTHS_AGO, 12, 18)
  const actor = await secretary()
  const day = founded.now().toISODate()!
  const first = await installReferenceProfile({
    adopt: {
      settings: { identity: IDENTITY },
      resolutionReference: founded.now().toFormat("'AGC'-yyyy-LL-'R1'"),
      resolutionDate: day,
      effectiveOn: day,
    },
    actor,
    clock: founded,
  })
  const settings = structuredClone(first.settings)
  const weights = [3_000, 3_000, 1_500, 1_500, 1_000]
  for (const [at, college] of settings.colleges.entries()) college.weightBp = weights[at]
  settings.proxies.max = 3
  const { sourceFr, sourceEn } = first
  await db.transaction(async (trx) => {
    await createDraft(trx, {
      draft: { label: 'Projet pour la prochaine assemblée', settings, sourceFr, sourceEn },
      basedOnId: first.id,
      actor,
      clock: timeline.on(1, 2, 9),
    })
  })
}

async function secretary(): Promise<Account> {
  const { key } = STAFF.find(({ role }) => role === 'secretary')!
  return Account.findOrFail(accountIdOf(key))
}
