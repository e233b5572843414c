import type { Signatory } from '#services/documents/signatory'
import { bodiesOn } from '#services/governance/queries/governing_bodies'

/**
 * Who signs a paper of a day (C31): whoever holds the statutes' office of one seat, as a chair
 * does. A board signs nothing by itself, so none of its members is named.
 */
export async function signatoryByMandate(day: string): Promise<Signatory | null> {
  const bodies = await bodiesOn(day)
  const alone = bodies
    .filter(({ seats, maxSeats }) => maxSeats === 1 && seats.length === 1)
    .map(({ seats, labelFr, labelEn }) => ({
      name: seats[0].name,
      office: { fr: labelFr, en: labelEn },
    }))
  return alone[0] ?? null
}
