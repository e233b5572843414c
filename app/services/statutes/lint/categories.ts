import { type Findings, named } from '#services/statutes/lint/findings'
import type { MemberCategory, StatuteSettings } from '#services/statutes/statute_settings'

const LEAST_CATEGORIES = 3

/** Who may be a member (C01, C07). */
export function lintCategories({ categories }: StatuteSettings, found: Findings): void {
  if (categories.length < LEAST_CATEGORIES) {
    found.error('categories', 'categories', 'categories_few', {
      count: categories.length,
      least: LEAST_CATEGORIES,
    })
  }
  const has = (quality: string) => categories.some((one) => one.quality === quality)
  if (!has('beneficiary')) found.error('categories', 'categories', 'beneficiary_missing')
  if (!has('employee') && !has('producer')) {
    found.error('categories', 'categories', 'employee_or_producer_missing')
  } else if (!has('employee')) found.warning('categories', 'categories', 'employee_missing')
  for (const [at, category] of categories.entries()) {
    lintCategory(category, `categories.${at}`, found)
    if (categories.findIndex(({ code }) => code === category.code) !== at) {
      found.error('oneVote', `categories.${at}.code`, 'code_twice', { code: category.code })
    }
  }
}

function lintCategory(category: MemberCategory, path: string, found: Findings) {
  const { quality, kinds } = category
  const name = named(category)
  if (!category.labelFr.trim()) found.error('categories', `${path}.labelFr`, 'label_missing')
  if (category.minShares < 1) {
    found.error('nominal', `${path}.minShares`, 'shares_below_one', name)
  }
  if (kinds.length === 0) found.error('categories', `${path}.kinds`, 'kinds_missing', name)
  if (quality === 'employee' && kinds.some((kind) => kind !== 'natural')) {
    found.error('categories', `${path}.kinds`, 'employee_not_natural', name)
  }
  if (quality === 'public_body' && !kinds.includes('public_body')) {
    found.error('publicBodies', `${path}.kinds`, 'public_kind_missing', name)
  }
}
