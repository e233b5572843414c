import { createReadStream } from 'node:fs'
import type { HttpContext } from '@adonisjs/core/http'
import type Application from '#models/membership/application'
import type ApplicationDocument from '#models/membership/application_document'
import type { Actor } from '#services/identity/record_audit_event'
import { storedDocument } from '#services/membership/applications/document_files'
import { handInDocument } from '#services/membership/applications/hand_in_document'
import { documentValidator } from '#validators/membership/applications'
import { refusedField } from '#validators/membership/refused_application'
import { attachmentNamed } from '#values/file_names'
import type { Clock } from '#values/clock'

/** Takes the file of a request; a refusal stands beside its field. */
export async function receiveDocument(
  { request, i18n }: HttpContext,
  application: Application,
  actor: Actor,
  clock: Clock
) {
  const { code } = await request.validateUsing(documentValidator)
  const file = request.file('file')
  if (!file?.tmpPath) throw refusedField(i18n, 'file', 'no_file')
  const outcome = await handInDocument({
    applicationId: application.id,
    code,
    path: file.tmpPath,
    clientName: file.clientName,
    actor,
    clock,
  })
  if (!outcome.ok) throw refusedField(i18n, 'file', outcome.error)
}

/** A paper goes out as a download, never shown as a page of the site. */
export async function sendDocument({ response }: HttpContext, document: ApplicationDocument) {
  response.header('Content-Type', document.mimeType)
  response.header('Content-Disposition', attachmentNamed(document.fileName))
  response.header('Cache-Control', 'no-store')
  response.header('X-Content-Type-Options', 'nosniff')
  response.header('Content-Length', String(document.byteSize))
  return response.stream(createReadStream(storedDocument(document.storagePath)))
}
