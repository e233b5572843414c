import { createReadStream } from 'node:fs'
import type { HttpContext } from '@adonisjs/core/http'
import type ShareTransferPaper from '#models/shares/share_transfer_paper'
import { storedDocument } from '#services/membership/applications/document_files'
import type { Scan } from '#services/shares/transfers/transfer_papers'
import { attachmentNamed } from '#values/file_names'

/** The scan that came with a form of the office, if any did. */
export function scanOf({ request }: Pick<HttpContext, 'request'>): Scan | null {
  const file = request.file('scan')
  return file?.tmpPath ? { path: file.tmpPath, clientName: file.clientName } : null
}

/** A scan goes out as a download, never shown as a page of the site. */
export function sendScan({ response }: HttpContext, paper: ShareTransferPaper) {
  response.header('Content-Type', paper.mimeType)
  response.header('Content-Disposition', attachmentNamed(paper.fileName!))
  response.header('Cache-Control', 'no-store')
  response.header('X-Content-Type-Options', 'nosniff')
  return response.stream(createReadStream(storedDocument(paper.storagePath!)))
}
