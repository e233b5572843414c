import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import sharesConfig from '#config/shares'
import ShareTransferPaper from '#models/shares/share_transfer_paper'
import { documentTypeOf } from '#services/documents/document_type'
import { actorLabel, type Actor } from '#services/identity/record_audit_event'
import {
  dropDocumentFile,
  keepDocumentFile,
} from '#services/membership/applications/document_files'
import { SharesError } from '#services/shares/errors'
import type { Clock } from '#values/clock'
import { sha256OfFile } from '#values/digest'
import { newId } from '#values/id'

/** A file as it was uploaded; its name is only ever shown. */
export type Scan = { path: string; clientName: string }

const LONGEST_NAME = 200

type Paper = {
  transferId: string
  kind: ShareTransferPaper['kind']
  scan?: Scan | null
  actor: Actor
  clock: Clock
}

/**
 * Keeps the scan of a paper beside its transfer, if one was made; what it is, its bytes say. The
 * evidence of the act that it shows names it by its hash.
 *
 * @throws SharesError `scan_too_big`, `scan_wrong_type`
 */
export async function keepScan(
  trx: TransactionClientContract,
  { transferId, kind, scan, actor, clock }: Paper
): Promise<{ scan_sha256?: string }> {
  if (!scan) return {}
  const { size } = await stat(scan.path)
  if (size > sharesConfig.largestScanBytes) throw new SharesError('scan_too_big')
  const mimeType = await documentTypeOf(scan.path)
  if (!mimeType) throw new SharesError('scan_wrong_type')
  const id = newId()
  const sha256 = await sha256OfFile(scan.path)
  const storagePath = join('shares', 'transfers', transferId, id)
  await keepDocumentFile(scan.path, storagePath)
  trx.after('rollback', () => dropDocumentFile(storagePath))
  await ShareTransferPaper.create(
    {
      ...{ id, transferId, kind, mimeType, sha256, storagePath, byteSize: size },
      fileName: [...scan.clientName].slice(0, LONGEST_NAME).join('') || kind,
      keptAt: clock.now(),
      keptByLabel: actorLabel(actor),
    },
    { client: trx }
  )
  return { scan_sha256: sha256 }
}

/** The scans of a person's transfers go with their details: both sides stand on them. Hashes stay. */
export async function dropPapersOfTransfers(
  trx: TransactionClientContract,
  { memberId }: { memberId: string }
): Promise<void> {
  const papers = await ShareTransferPaper.query({ client: trx })
    .whereNotNull('storagePath')
    .whereRaw(
      'transfer_id IN (SELECT id FROM share_transfers WHERE from_member_id = ? OR to_member_id = ?)',
      [memberId, memberId]
    )
  for (const paper of papers) {
    const { storagePath } = paper
    await paper.merge({ fileName: null, storagePath: null }).save()
    trx.after('commit', () => dropDocumentFile(storagePath!))
  }
}
