/**
 * C22: which colleges of a secret vote may not show their own totals, because fewer than `k` voted
 * in them: a total of three voters tells what they said. One hidden college alone would be the
 * difference between the whole and the rest, so a second one, the smallest, is hidden with it.
 */
export function hiddenColleges(voters: Readonly<Record<string, number>>, k: number): string[] {
  const bySize = Object.entries(voters)
    .filter(([, count]) => count > 0)
    .toSorted((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1))
  const hidden = bySize.filter(([, count]) => count < k).map(([code]) => code)
  if (hidden.length === 1 && bySize.length > 1) hidden.push(bySize[1][0])
  return hidden.toSorted()
}
