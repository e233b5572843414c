import { stat } from 'node:fs/promises'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import applicationsConfig from '#config/applications'
import Application from '#models/membership/application'
import ApplicationDocument from '#models/membership/application_document'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import {
  documentPath,
  documentTypeOf,
  dropDocumentFile,
  keepDocumentFile,
} from '#services/membership/applications/document_files'
import { tellEvent } from '#services/membership/applications/tell_event'
import type { Clock } from '#values/clock'
import { sha256OfFile } from '#values/digest'
import { newId } from '#values/id'
import { err, ok, type Result } from '#values/result'

const LONGEST_NAME = 200

export type DocumentRefusal = 'not_open' | 'too_many' | 'too_big' | 'wrong_type'

type HandedIn = {
  applicationId: string
  /** Which of the category's papers it is, or `other`. */
  code: string
  path: string
  clientName: string
  actor: Actor
  clock: Clock
}

/** Keeps a paper beside an application that waits; what it is, its bytes say, not its name. */
export async function handInDocument(
  input: HandedIn
): Promise<Result<ApplicationDocument, DocumentRefusal>> {
  const { applicationId, code, path, actor, clock } = input
  const { size } = await stat(path)
  if (size > applicationsConfig.largestDocumentBytes) return err('too_big')
  const mimeType = await documentTypeOf(path)
  if (!mimeType) return err('wrong_type')
  const id = newId()
  const storagePath = documentPath(applicationId, id)
  const sha256 = await sha256OfFile(path)
  return db.transaction(async (trx) => {
    const application = await Application.query({ client: trx })
      .where('id', applicationId)
      .forUpdate()
      .firstOrFail()
    if (!application.isOpen) return err('not_open')
    const kept = await ApplicationDocument.query({ client: trx }).where({ applicationId })
    if (kept.length >= applicationsConfig.mostDocuments) return err('too_many')
    await keepDocumentFile(path, storagePath)
    const document = await ApplicationDocument.create(
      {
        ...{ id, applicationId, code, mimeType, byteSize: size, sha256, storagePath },
        fileName: [...input.clientName].slice(0, LONGEST_NAME).join(''),
        uploadedAt: clock.now(),
        uploadedByLabel: actorLabel(actor),
      },
      { client: trx }
    )
    await tellEvent(trx, {
      ...{ applicationId, actor, clock },
      kind: 'document_added',
      detail: { code, sha256 },
    })
    await noteStaffAct(trx, input, sha256)
    return ok(document)
  })
}

/** A paper that came by post is added by the office: an act of the staff, in the trail. */
async function noteStaffAct(trx: TransactionClientContract, input: HandedIn, sha256: string) {
  const { applicationId, code, actor, clock } = input
  if ('label' in actor) return
  await recordAuditEvent(trx, {
    actor,
    action: 'membership.add_application_document',
    subject: { type: 'application', id: applicationId },
    after: { code, sha256 },
    clock,
  })
}

/** Takes a paper back, as long as nobody has decided on the application. */
export async function takeBackDocument(input: {
  document: ApplicationDocument
  actor: Actor
  clock: Clock
}): Promise<Result<void, 'not_open'>> {
  const { document, actor, clock } = input
  const { applicationId, code, sha256 } = document
  const removed = await db.transaction(async (trx) => {
    const application = await Application.query({ client: trx })
      .where('id', applicationId)
      .forUpdate()
      .firstOrFail()
    if (!application.isOpen) return false
    await document.useTransaction(trx).delete()
    const detail = { code, sha256 }
    await tellEvent(trx, { applicationId, kind: 'document_removed', actor, detail, clock })
    return true
  })
  if (!removed) return err('not_open')
  await dropDocumentFile(document.storagePath)
  return ok(undefined)
}
