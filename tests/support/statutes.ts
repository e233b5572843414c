import db from '@adonisjs/lucid/services/db'
import StatuteProfile from '#models/statutes/statute_profile'
import { adoptDraft } from '#services/statutes/adopt_statutes'
import { createDraft } from '#services/statutes/draft_statutes'
import { type Overrides, overrideSettings } from '#services/statutes/override_settings'
import { REFERENCE_SETTINGS } from '#services/statutes/reference_profile'
import { referenceSource } from '#services/statutes/reference_source'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import { emptyTables } from '#tests/support/empty_tables'
import { tamper } from '#tests/support/tamper'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'

/** Who the co-operative of the tests is: numbers that hold, people that are not. */
export const TEST_IDENTITY = {
  siren: '123456782',
  rcsCity: 'Bobigny',
  street: '12 rue des Lilas',
  postcode: '93100',
  city: 'Montreuil',
  email: 'bonjour@p2p-legal.test',
  iban: 'FR7630006000011234567890189',
  bic: 'AGRIFRPP',
}

/** A small co-operative's numbers: nominal 20 €, all paid at once, hardly any floor. */
const SMALL: Overrides<StatuteSettings> = {
  identity: TEST_IDENTITY,
  capital: { statutoryMinimumCents: '0', statutoryCapitalCents: '0' },
}

/** The next version, adopted; in force since 2020 unless told otherwise. */
export async function adoptTestStatutes(
  overrides: Overrides<StatuteSettings> = {},
  effectiveOn = '2020-01-01'
): Promise<StatuteProfile> {
  const settings = overrideSettings(overrideSettings(REFERENCE_SETTINGS, SMALL), overrides)
  const act = { actor: { label: 'test' }, clock: new FixedClock(`${effectiveOn}T12:00`) }
  return db.transaction(async (trx) => {
    const draft = { label: 'Statuts des essais', settings, ...(await referenceSource()) }
    const { id } = await createDraft(trx, { draft, basedOnId: null, ...act })
    const adoption = {
      resolutionReference: `AG-${effectiveOn}-R1`,
      resolutionDate: effectiveOn,
      effectiveOn,
    }
    return adoptDraft(trx, { id, ...adoption, ...act })
  })
}

/** Statutes in force without the linter's leave: what reads them holds whatever was adopted. */
export async function forceStatutes(
  overrides: Overrides<StatuteSettings>,
  effectiveOn: string
): Promise<void> {
  await db.transaction(async (client) => {
    const last = await StatuteProfile.query({ client })
      .where('state', 'adopted')
      .orderBy('version', 'desc')
      .firstOrFail()
    const draft = await StatuteProfile.create(
      {
        ...last.$attributes,
        id: newId(),
        settings: overrideSettings(last.settings, overrides),
        ...{ state: 'draft' as const, version: null, adoptedAt: null, adoptedByLabel: null },
        ...{ resolutionReference: null, resolutionDate: null, effectiveOn: null },
      },
      { client }
    )
    await client
      .from('statute_profiles')
      .where('id', draft.id)
      .update({
        ...{ resolution_reference: 'AG', resolution_date: effectiveOn, effective_on: effectiveOn },
        ...{ state: 'adopted', version: last.version! + 1, adopted_by_label: 'sql' },
        adopted_at: `${effectiveOn}T10:00:00Z`,
      })
  })
}

/**
 * Empties statutes, members and shares, and the entries posted with them; the tests own their
 * database. The capital starts from nothing again.
 */
export async function emptyCooperative(): Promise<void> {
  await emptyTables(
    `statute_profiles, members, member_details, member_categories, member_consents,
      exclusions, exits, employee_counts, applications, application_documents, application_events, saved_views,
      join_settings,
      share_subscriptions, capital_calls, share_payments, share_transfer_papers, share_transfers, exit_claims,
      claim_valuations, share_movements, register_roots, register_imports, share_holdings, capital_totals,
      annual_accounts, bond_yields, surplus_allocations, interest_lines, cooperative_reviews, review_petitions,
      journal_lines, journal_entries`
  )
  await tamper('capital_totals', 'INSERT INTO capital_totals DEFAULT VALUES')
}
