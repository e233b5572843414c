import { capitalOverview } from '#services/shares/queries/capital_overview'
import { legalMention, seatOf } from '#services/statutes/legal_mention'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'

/** What anybody may know of the co-operative; figures only, no name of a member. */
export async function cooperativePage(clock: Clock, locale: string) {
  const statutes = await statutesInForce(clock.now())
  const { capital, history, categories, members, nominalCents, until } =
    await capitalOverview(clock)
  const label = (one: { labelFr: string; labelEn: string }) =>
    locale === 'en' ? one.labelEn : one.labelFr
  const settings = statutes?.settings
  return {
    house: settings
      ? {
          name: settings.identity.name,
          mention: legalMention(settings, locale),
          seat: seatOf(settings.identity),
          statutesVersion: statutes!.version!,
          statutesSince: statutes!.effectiveOn!.toISODate()!,
        }
      : null,
    members,
    categories,
    capital: {
      subscribedCents: capital.subscribedCents,
      shares: capital.shares,
      publicCents: capital.publicCents,
      floorCents: capital.floorCents,
    },
    history,
    until,
    nominalCents,
    colleges: (settings?.colleges ?? []).map((college) => ({
      code: college.code,
      label: label(college),
      weightBp: college.weightBp,
    })),
    bodies: (settings?.bodies ?? []).map((body) => ({
      code: body.code,
      label: label(body),
      minSeats: body.minSeats,
      maxSeats: body.maxSeats,
      termYears: body.termYears,
    })),
  }
}
