import { INPUT, OUTPUT_HEADERS } from '#services/royalties/allocation/csv_files'
import { FileSource } from '#services/royalties/allocation/file_io'
import { finalizePeriod } from '#services/royalties/allocation/finalize_period'
import { keepCarried } from '#services/royalties/allocation/keep_carried'
import type { AllocationPolicy } from '#services/royalties/allocation/policy'
import { RangeAggregate } from '#services/royalties/allocation/range_aggregate'
import { summaryJson, type AllocationSummary } from '#services/royalties/allocation/summary'
import { crashPoint } from '#services/royalties/close/crash_point'
import type { CloseContext, Figures } from '#services/royalties/close/close_context'
import type { ComputedRange } from '#services/royalties/close/allocate_parts'
import { computeShareLines } from '#services/royalties/close/compute_share_lines'
import { readPolicy } from '#services/royalties/close/compute_range'
import { mergeWorkSums } from '#services/royalties/close/range_works'
import { rangesOf } from '#services/royalties/close/steps'
import {
  chunksOf,
  DraftFile,
  writeWhole,
  type WrittenFile,
} from '#services/royalties/files/draft_file'
import { recordFile } from '#services/royalties/files/period_files'
import { filePath, partPath } from '#services/royalties/files/period_paths'
import { importResult } from '#services/royalties/close/import_result'

type OutputFile = keyof typeof OUTPUT_HEADERS

/**
 * Ends the computation: merges the ranges, shares the pool, splits works among payees, settles
 * balances; writes the six files that `royalties:allocate` would write from the same input, and
 * the rows that pages read.
 */
export async function computeWhole(context: CloseContext): Promise<Figures> {
  const policy = readPolicy(context)
  const aggregate = await mergeRanges(context)
  const summary = await writePayees(context, policy, aggregate)
  if (summary.pool_micro > 0n) await dropExpired(context, policy)
  await keep(context, 'subscriber_works.csv', await computeShareLines(context))
  for (const file of ['subscriber_causes.csv', 'carried.csv'] as const) {
    const parts = rangesOf('compute').map((range) => partPath(context, 'output', file, range))
    await keep(context, file, await writeOutput(context, file, chunksOf(parts)))
  }
  crashPoint('compute.files')
  const text = summaryJson(summary)
  const path = filePath(context, 'output', 'summary.json')
  await keep(
    context,
    'summary.json',
    await writeWhole(path, [Buffer.from(text)], { durable: true })
  )
  await importResult(context)
  return JSON.parse(text)
}

async function mergeRanges(context: CloseContext): Promise<RangeAggregate> {
  const whole = new RangeAggregate()
  for (const range of rangesOf('compute')) {
    const { rows } = await context.client.query(
      `SELECT aggregates FROM period_ranges
        WHERE period = $1 AND revision = $2 AND step = 'compute' AND range = $3`,
      [context.period, context.revision, range]
    )
    const { totals } = rows[0].aggregates as ComputedRange
    whole.merge(RangeAggregate.fromJSON({ totals, works: [] }))
    await mergeWorkSums(whole, context, range)
  }
  return whole
}

async function writePayees(
  context: CloseContext,
  policy: AllocationPolicy,
  aggregate: RangeAggregate
): Promise<AllocationSummary> {
  const source = (file: string) => new FileSource(filePath(context, 'input', file))
  const sources = {
    splits: source(INPUT.splits.file),
    adjustments: source(INPUT.adjustments.file),
    balances: source(INPUT.balances.file),
  }
  const payees = new DraftFile(filePath(context, 'output', 'payees.csv'))
  const balances = new DraftFile(filePath(context, 'output', 'balances.csv'))
  payees.text(OUTPUT_HEADERS['payees.csv'])
  balances.text(OUTPUT_HEADERS['balances.csv'])
  try {
    const summary = await finalizePeriod(policy, aggregate, sources, { payees, balances })
    await keep(context, 'payees.csv', payees.publish({ durable: true }))
    await keep(context, 'balances.csv', balances.publish({ durable: true }))
    return summary
  } finally {
    for (const file of Object.values(sources)) file.close()
  }
}

/** Amounts that waited too long have joined the pool: they leave the carried rows. */
async function dropExpired(context: CloseContext, policy: AllocationPolicy): Promise<void> {
  for (const range of rangesOf('compute')) {
    const path = partPath(context, 'output', 'carried.csv', range)
    const source = new FileSource(path)
    const kept = new DraftFile(path)
    await keepCarried(policy, source, kept, { hasPool: true })
    source.close()
    kept.publish()
  }
}

function writeOutput(context: CloseContext, file: OutputFile, chunks: AsyncIterable<Uint8Array>) {
  const path = filePath(context, 'output', file)
  return writeWhole(path, chunks, { header: OUTPUT_HEADERS[file], durable: true })
}

async function keep(context: CloseContext, name: string, written: WrittenFile): Promise<void> {
  await recordFile(context, 'output', name, written, context.clock.now(), context.trx)
}
