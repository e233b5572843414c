import { readFileSync } from 'node:fs'
import type Publication from '#models/publication/publication'
import type { PublicReport } from '#services/publication/documents/public_report'
import {
  parseUsageHeads,
  USAGE_HEADS_FILE,
  USAGE_HEADS_HEADER,
} from '#services/royalties/close/freeze_usage_heads'
import { filePath } from '#services/royalties/files/period_paths'
import { lucidDatabase } from '#services/tracker/lucid_database'
import {
  findUnitOutside,
  verifyFrozenDay,
  type UsageHead,
} from '#services/tracker/verify_usage_chain'
import { previousPeriod } from '#values/period'
import { VerificationError } from './verification_error.js'

/**
 * P10: the units of use in the database still lead to the heads that were frozen and published,
 * day by day, and no unit has joined the month since. Rows and heads that were rebuilt together
 * hold among themselves, but not against these. Months of the report's first format published no
 * heads: there is nothing to compare.
 */
export async function verifyUsage(publication: Publication): Promise<string> {
  const { usage_days: published } = publication.report
  if (!published) return 'the month was published before daily heads were: nothing to compare'
  const file = readFileSync(filePath(publication, 'labels', USAGE_HEADS_FILE), 'utf8')
  if (file !== fileOf(published)) {
    throw new VerificationError(`the public report has other days than ${USAGE_HEADS_FILE}`)
  }
  const { period } = publication
  const heads = parseUsageHeads(file)
  const months = [previousPeriod(period), period]
  for (const head of heads) {
    const problem = await verifyFrozenDay(lucidDatabase, head, months)
    if (problem) throw new VerificationError(`${head.day}: ${problem}`)
  }
  const stray = await findUnitOutside(lucidDatabase, period, heads)
  if (stray) throw new VerificationError(`${stray}: a unit joined the month after it was frozen`)
  return `the units of ${heads.length} days lead to the published heads`
}

function fileOf(published: NonNullable<PublicReport['usage_days']>): string {
  const lines = published.map(({ day, units, head }) => `${day},${units},${head}\n`)
  return USAGE_HEADS_HEADER + lines.join('')
}

/** The file as the public report says it: every figure is text. */
export function reportedDays(heads: UsageHead[]): NonNullable<PublicReport['usage_days']> {
  return heads.map(({ day, units, head }) => ({ day, units: String(units), head }))
}
