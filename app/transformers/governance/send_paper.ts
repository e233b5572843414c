import { createReadStream } from 'node:fs'
import { errors } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type Assembly from '#models/governance/assembly'
import { calendarFile } from '#services/governance/notices/calendar_file'
import { paperOf } from '#services/governance/queries/papers_of'
import { storedDocument } from '#services/membership/applications/document_files'
import env from '#start/env'
import { attachmentNamed } from '#values/file_names'

/** A paper of a meeting as a download, never shown as a page of the site. */
export async function sendPaper({ request, response, params }: HttpContext, assemblyId: string) {
  const paper = await paperOf(assemblyId, params.documentId)
  if (!paper) throw new errors.E_ROUTE_NOT_FOUND([request.method(), request.url()])
  response.header('Content-Type', paper.mimeType)
  response.header('Content-Disposition', attachmentNamed(paper.fileName))
  response.header('Cache-Control', 'no-store')
  response.header('X-Content-Type-Options', 'nosniff')
  response.header('Content-Length', String(paper.byteSize))
  return response.stream(createReadStream(storedDocument(paper.storagePath)))
}

export function sendCalendar({ response }: HttpContext, assembly: Assembly) {
  response.header('Content-Type', 'text/calendar; charset=utf-8')
  response.header('Content-Disposition', attachmentNamed('assemblee.ics'))
  const address = `/governance/mine/${assembly.id}/papers`
  return response.send(calendarFile(assembly, new URL(address, env.get('APP_URL')).href))
}

export function sendPdf({ response }: HttpContext, bytes: Buffer, name: string) {
  response.header('Content-Type', 'application/pdf')
  response.header('Content-Disposition', `inline; filename="${name}"`)
  response.header('Cache-Control', 'no-store')
  return response.send(bytes)
}
