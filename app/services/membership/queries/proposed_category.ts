import { listDoors } from '#services/identity/queries/list_doors'
import type { CategoryQuality, MemberCategory } from '#services/statutes/statute_settings'

/** The category that a person's doors speak for, in the order of the statutes (C03). */
export async function proposedCategory(
  accountId: string,
  categories: MemberCategory[]
): Promise<string | null> {
  const doors = await listDoors({ id: accountId })
  const qualities = new Set<CategoryQuality>()
  if (doors.artist) qualities.add('producer')
  if (doors.subscriber) qualities.add('beneficiary')
  const found = categories.find(
    ({ quality, kinds }) => qualities.has(quality) && kinds.includes('natural')
  )
  return found?.code ?? null
}
