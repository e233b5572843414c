import type { CloseContext } from '#services/royalties/close/close_context'
import type { ComputedRange } from '#services/royalties/close/compute_range'
import { filePath } from '#services/royalties/files/period_paths'
import { readMonthFacts, type MonthFacts } from '#services/royalties/statements/month_facts'

/** The ranges of a month all need the same facts: the last month's are kept. */
let kept: { key: string; facts: MonthFacts } | null = null

export async function monthFacts(context: CloseContext): Promise<MonthFacts> {
  const files = {
    policy: filePath(context, 'input', 'policy.json'),
    labels: filePath(context, 'labels', 'labels.json'),
  }
  const key = `${files.labels}|${await labelsHash(context)}`
  if (kept?.key !== key) {
    kept = { key, facts: readMonthFacts(context.revision, files, await workWeights(context)) }
  }
  return kept.facts
}

async function labelsHash({ client, period, revision }: CloseContext): Promise<string> {
  const { rows } = await client.query(
    `SELECT string_agg(sha256, ' ' ORDER BY kind, name) AS hashes FROM period_files
      WHERE period = $1 AND revision = $2 AND kind IN ('input', 'labels')`,
    [period, revision]
  )
  return rows[0].hashes
}

/** Every work's weight over all ranges, as the computation counted it. */
async function workWeights(context: CloseContext): Promise<Map<string, bigint>> {
  const { client, period, revision } = context
  const weights = new Map<string, bigint>()
  const { rows: ranges } = await client.query(
    `SELECT range FROM period_ranges
      WHERE period = $1 AND revision = $2 AND step = 'compute' ORDER BY range`,
    [period, revision]
  )
  for (const { range } of ranges) {
    const { rows } = await client.query(
      `SELECT aggregates FROM period_ranges
        WHERE period = $1 AND revision = $2 AND step = 'compute' AND range = $3`,
      [period, revision, range]
    )
    for (const [work, , weight] of (rows[0].aggregates as ComputedRange).aggregate.works) {
      weights.set(work, (weights.get(work) ?? 0n) + BigInt(weight))
    }
  }
  return weights
}
