import type { OperationLine } from '#database/column_types'
import type { PublicReport } from '#services/publication/documents/public_report'
import { INPUT } from '#services/royalties/allocation/csv_files'
import { FileSource } from '#services/royalties/allocation/file_io'
import { RowCursor } from '#services/royalties/allocation/row_cursor'
import type { Labels } from '#services/royalties/close/freeze_labels'
import { OUTPUT } from '#services/royalties/files/formats'
import { apportion } from '#values/apportion'

/** A policy without a budget: everything on one line. */
const UNDIVIDED: OperationLine = {
  label_fr: 'Fonctionnement de la coopérative',
  label_en: 'Running the co-operative',
  basis_points: 10_000,
}

/** The running costs' share among the lines of the voted budget, in the budget's own order. */
export function costLines(
  period: string,
  operationsMicro: bigint,
  budget: readonly OperationLine[]
): PublicReport['cost_lines'] {
  const lines = budget.length > 0 ? budget : [UNDIVIDED]
  const weights = lines.map((line, index) => ({
    id: String(index),
    weight: BigInt(line.basis_points),
  }))
  const amounts = apportion(operationsMicro, weights, (id) => `${period}|report|operations|${id}`)
  return lines.map((line, index) => ({
    label_fr: line.label_fr,
    label_en: line.label_en,
    basis_points: String(line.basis_points),
    amount_micro: amounts[index]!.toString(),
  }))
}

/** What each cause got, by its id: the sum over all subscribers' own lines. */
export async function contributionLines(
  subscriberCauses: string,
  names: Labels['causes']
): Promise<PublicReport['contribution_lines']> {
  const sums = new Map<string, bigint>()
  await eachRow(OUTPUT.subscriberCauses, subscriberCauses, (rows) => {
    const cause = rows.text(1)
    sums.set(cause, (sums.get(cause) ?? 0n) + rows.integer(2))
  })
  const causes = [...sums].sort(([one], [other]) => (one < other ? -1 : 1))
  return causes.map(([id, amount]) => ({
    cause_id: id,
    name: names[id]?.name ?? id,
    amount_micro: amount.toString(),
  }))
}

/** How many contributions settled, from how many people. */
export async function countContributions(contributions: string) {
  let people = 0
  let total = 0
  await eachRow(INPUT.contributions, contributions, (rows) => {
    total++
    if (!rows.sameKey) people++
  })
  return { people, total }
}

/** How many payees have a balance; suspense is none. */
export async function countRows(
  format: typeof OUTPUT.balances,
  path: string,
  isCounted: (id: string) => boolean
): Promise<number> {
  let count = 0
  await eachRow(format, path, (rows) => {
    if (isCounted(rows.text(0))) count++
  })
  return count
}

/** Works with use and the units of the month, as the labels counted them. */
export function countUse(works: Labels['works']) {
  const counts = { works: 0, listening: 0n, download: 0n }
  for (const { units } of Object.values(works)) {
    counts.works++
    for (const { listening, download } of Object.values(units)) {
      counts.listening += BigInt(listening)
      counts.download += BigInt(download)
    }
  }
  return counts
}

async function eachRow(
  format: ConstructorParameters<typeof RowCursor>[0],
  path: string,
  take: (rows: RowCursor) => void
): Promise<void> {
  const source = new FileSource(path)
  try {
    const rows = new RowCursor(format, source)
    while (await rows.next()) take(rows)
  } finally {
    source.close()
  }
}
