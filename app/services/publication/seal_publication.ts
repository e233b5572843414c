import Publication from '#models/publication/publication'
import { EMPTY_ROOT } from '#services/publication/contract/period_registry'
import {
  docHashOf,
  registryTotals,
  reportBytes,
} from '#services/publication/documents/public_report'
import { buildMerkleTreeInWorker } from '#services/publication/merkle/build_in_worker'
import { LEAF_INPUT_BYTES } from '#services/publication/merkle/merkle_tree'
import { rootOf } from '#services/publication/merkle/proof'
import { collectLeaves } from '#services/publication/seal/collect_leaves'
import { gatherReport } from '#services/publication/seal/gather_report'
import type { CloseContext, Figures } from '#services/royalties/close/close_context'
import { writeWhole } from '#services/royalties/files/draft_file'
import { recordFile } from '#services/royalties/files/period_files'
import { filePath, type FileKind } from '#services/royalties/files/period_paths'
import { newId } from '#values/id'
import { periodToUint32 } from '#values/period'

export const TREE_FILE = 'tree.bin'
export const REPORT_FILE = 'report.json'

/**
 * Seals a month: the tree of its statements, its public report, and the row to which approvals are
 * bound. Part of the close's own transaction. Running it again writes the same bytes: the salts
 * were drawn with the statements. A month without any statement has the root EMPTY_ROOT (P22).
 */
export async function sealPublication(context: CloseContext): Promise<Figures> {
  const { period, revision, trx, clock } = context
  const sealed = await Publication.query({ client: trx }).where({ period, revision }).first()
  if (sealed) return { leaves: sealed.leafCount }

  const leaves = await collectLeaves(context)
  const leafCount = leaves.length / LEAF_INPUT_BYTES
  const tree = await buildMerkleTreeInWorker(periodToUint32(period), leaves)
  await keep(context, 'tree', TREE_FILE, tree)
  const report = await gatherReport(context, leafCount)
  await keep(context, 'public', REPORT_FILE, reportBytes(report))
  const totals = Object.entries(registryTotals(report.totals))
  await Publication.create(
    {
      id: newId(),
      period,
      revision,
      root: rootOf(tree) ?? Buffer.from(EMPTY_ROOT.slice(2), 'hex'),
      docHash: docHashOf(report),
      publicReport: reportBytes(report),
      totals: Object.fromEntries(totals.map(([name, micro]) => [name, micro.toString()])),
      leafCount,
      sealedAt: clock.now(),
    },
    { client: trx }
  )
  return { leaves: leafCount }
}

async function keep(context: CloseContext, kind: FileKind, name: string, bytes: Buffer) {
  const written = await writeWhole(filePath(context, kind, name), [bytes], { durable: true })
  await recordFile(context, kind, name, written, context.clock.now(), context.trx)
}
