import type { College, MemberCategory, StatuteSettings } from '#services/statutes/statute_settings'

/**
 * The one category and college in which a person votes (C03): of several qualities, the first in
 * the order of the statutes decides. `college` is null where the statutes know none; the whole
 * answer is null when no category of the person stands in the statutes.
 */
export function collegeOf(
  categoryCodes: readonly string[],
  { categories, colleges }: Pick<StatuteSettings, 'categories' | 'colleges'>
): { category: MemberCategory; college: College | null } | null {
  const category = categories.find(({ code }) => categoryCodes.includes(code))
  if (!category) return null
  const college = colleges.find((one) => one.categories.includes(category.code)) ?? null
  return { category, college }
}
