import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import StatuteProfile from '#models/statutes/statute_profile'
import { type Actor, actorLabel, recordAuditEvent } from '#services/identity/record_audit_event'
import { lockDraft } from '#services/statutes/draft_statutes'
import { StatutesError } from '#services/statutes/errors'
import type { Finding } from '#services/statutes/lint/findings'
import { lintSettings } from '#services/statutes/lint_settings'
import { lintText } from '#services/statutes/text/lint_text'
import { renderBodies } from '#services/statutes/text/render_statutes'
import type { Clock } from '#values/clock'

export type Adoption = {
  resolutionReference: string
  /** YYYY-MM-DD, today at the latest. */
  resolutionDate: string
  /** YYYY-MM-DD, from the first instant of which the version rules. */
  effectiveOn: string
}

/** Errors of the linter stand in the way of an adoption. */
export class UnlawfulStatutesError extends StatutesError {
  constructor(readonly findings: Finding[]) {
    const [first] = findings
    super('unlawful', `${findings.length} errors, the first is ${first.key} at ${first.path}`, {
      count: findings.length,
    })
  }
}

type Input = Adoption & { id: string; actor: Actor; clock: Clock }

/**
 * Lets a draft become the next version, from its day on.
 *
 * @throws UnlawfulStatutesError, StatutesError `not_draft`, `adoption_reference`, `adoption_date`,
 *   `adoption_effective`, `adoption_order`, `category_in_use`, `one_nominal`, `sarl_members`;
 *   nothing was changed then
 */
export async function adoptStatutes(input: Input): Promise<StatuteProfile> {
  return db.transaction((trx) => adoptDraft(trx, input))
}

export async function adoptDraft(
  trx: TransactionClientContract,
  input: Input
): Promise<StatuteProfile> {
  const { id, resolutionReference, actor, clock } = input
  await trx.rawQuery(`SELECT pg_advisory_xact_lock(hashtext('statutes|adopt'))`)
  const profile = await lockDraft(trx, id)
  refuseDates(input, clock.now().toISODate()!)
  const errors = adoptionErrors(profile)
  if (errors.length > 0) throw new UnlawfulStatutesError(errors)
  const before = await lastAdopted(trx)
  refuseOrder(input.effectiveOn, before)
  await refuseLostCategories(profile, trx)
  profile.merge({
    state: 'adopted',
    version: (before?.version ?? 0) + 1,
    ...renderBodies(profile.settings, profile),
    resolutionReference: resolutionReference.trim(),
    resolutionDate: DateTime.fromISO(input.resolutionDate),
    effectiveOn: DateTime.fromISO(input.effectiveOn),
    adoptedByLabel: actorLabel(actor),
    adoptedAt: clock.now(),
  })
  await profile.save().catch((error: unknown) => {
    throw namedGate(error)
  })
  await recordAuditEvent(trx, {
    actor,
    action: 'statutes.adopt_profile',
    subject: { type: 'statute_profile', id },
    before: before && { version: before.version, settings: before.settings },
    after: {
      version: profile.version,
      resolution: profile.resolutionReference,
      resolution_date: input.resolutionDate,
      effective_on: input.effectiveOn,
      sha256: profile.bodySha256,
      settings: profile.settings,
    },
    clock,
  })
  return profile
}

/** What the linter finds against a draft, its numbers and its words. */
export function adoptionErrors(profile: StatuteProfile): Finding[] {
  return [...lintSettings(profile.settings), ...lintText(profile.settings, profile)].filter(
    ({ severity }) => severity === 'error'
  )
}

async function lastAdopted(trx: TransactionClientContract): Promise<StatuteProfile | null> {
  return StatuteProfile.query({ client: trx })
    .where('state', 'adopted')
    .orderBy('version', 'desc')
    .first()
}

function refuseDates({ resolutionReference, resolutionDate, effectiveOn }: Input, today: string) {
  if (resolutionReference.trim() === '') {
    throw new StatutesError('adoption_reference', 'The adoption names the resolution that voted it')
  }
  if (!isDay(resolutionDate) || resolutionDate > today) {
    throw new StatutesError(
      'adoption_date',
      `"${resolutionDate}" is not the day of a past vote: write it as YYYY-MM-DD, today at the latest`
    )
  }
  if (!isDay(effectiveOn) || effectiveOn < resolutionDate) {
    throw new StatutesError(
      'adoption_effective',
      `"${effectiveOn}" is not a day on or after the vote: write it as YYYY-MM-DD`
    )
  }
}

function refuseOrder(effectiveOn: string, before: StatuteProfile | null): void {
  const last = before?.effectiveOn?.toISODate()
  if (!last || effectiveOn >= last) return
  throw new StatutesError(
    'adoption_order',
    `Version ${before!.version} takes effect on ${last}: a later version cannot start before it`,
    { version: before!.version!, day: last }
  )
}

/**
 * Nobody may fall out of every category by an adoption. Reads the members' table by its codes alone:
 * the domain of members stands above this one.
 */
async function refuseLostCategories(
  { settings }: StatuteProfile,
  trx: TransactionClientContract
): Promise<void> {
  const { rows } = await trx.rawQuery(
    `SELECT string_agg(DISTINCT c.category_code, ', ') AS codes, count(DISTINCT m.id)::int AS count
       FROM member_categories c JOIN members m ON m.id = c.member_id
      WHERE c.valid_to IS NULL AND m.state IN ('admitted', 'active')
        AND NOT c.category_code = ANY (?)`,
    [settings.categories.map(({ code }) => code)]
  )
  const [{ codes, count }] = rows
  if (count === 0) return
  throw new StatutesError('category_in_use', `${count} members still belong to ${codes}`, {
    codes,
    count,
  })
}

/** Gates of the database by the name of their constraint. */
const GATES: Record<string, string> = {
  one_nominal: 'The nominal value cannot change while shares are held: convert the shares first',
  sarl_members: 'An SARL has at most 100 members (C02, L223-3): the co-operative has more',
}

/** The database's own refusals, as a person may read them. */
function namedGate(error: unknown): unknown {
  const { constraint = '' } = (error ?? {}) as { constraint?: string }
  const message = GATES[constraint]
  return message ? new StatutesError(constraint, message) : error
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text).isValid
}
