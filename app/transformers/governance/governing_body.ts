import type { GoverningBody } from '#services/governance/queries/governing_bodies'

/** A body of the statutes with whoever sits in it. */
export function governingBody(body: GoverningBody, locale: string) {
  const { code, minSeats, maxSeats, termYears, missing, seats } = body
  return {
    code,
    label: locale === 'en' ? body.labelEn : body.labelFr,
    minSeats,
    maxSeats,
    termYears,
    missing,
    seats: seats.map(({ id, name, startsOn, endsOn, reference, isPublished }) => ({
      id,
      name,
      startsOn,
      endsOn,
      reference,
      isPublished,
    })),
  }
}
