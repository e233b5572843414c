import type { CloseContext } from '#services/royalties/close/close_context'
import { eachWorkSum } from '#services/royalties/close/range_works'
import { rangesOf, type CloseKey } from '#services/royalties/close/steps'
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
async function workWeights(context: CloseKey): Promise<Map<string, bigint>> {
  const weights = new Map<string, bigint>()
  for (const range of rangesOf('compute')) {
    await eachWorkSum(context, range, (row) => {
      const work = row.text(0)
      weights.set(work, (weights.get(work) ?? 0n) + row.integer(2))
    })
  }
  return weights
}
