import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'

/** The categories of the statutes in force, by their names in the reader's language. */
export async function categoryNames(
  clock: Clock,
  locale: string
): Promise<{ code: string; label: string }[]> {
  const statutes = await statutesInForce(clock.now())
  const categories = statutes?.settings.categories ?? []
  return categories.map(({ code, labelFr, labelEn }) => ({
    code,
    label: locale === 'en' ? labelEn : labelFr,
  }))
}
