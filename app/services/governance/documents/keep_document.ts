import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import governanceConfig from '#config/governance'
import AssemblyDocument from '#models/governance/assembly_document'
import { actOf, GovernanceError } from '#services/governance/errors'
import { lockedAssembly } from '#services/governance/locked_assembly'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import {
  documentTypeOf,
  dropDocumentFile,
  keepDocumentFile,
} from '#services/membership/applications/document_files'
import type { Clock } from '#values/clock'
import { sha256OfFile } from '#values/digest'
import { newId } from '#values/id'

const LONGEST_NAME = 200
const TAKES_PAPERS = ['draft', 'noticed']

type Act = { assemblyId: string; actor: Actor; clock: Clock }
type HandedIn = Act & { title: string; path: string; clientName: string }

/** Puts a paper beside a meeting; that it is a PDF its bytes say, not its name. */
export function keepAssemblyDocument(input: HandedIn) {
  const { assemblyId, title, path, actor, clock } = input
  return actOf(async (trx) => {
    const { size } = await stat(path)
    const megabytes = governanceConfig.largestDocumentBytes / 1024 / 1024
    if (size > governanceConfig.largestDocumentBytes) {
      throw new GovernanceError('document_too_big', { megabytes })
    }
    if ((await documentTypeOf(path)) !== 'application/pdf') throw new GovernanceError('not_a_pdf')
    const assembly = await lockedAssembly(trx, assemblyId)
    if (!TAKES_PAPERS.includes(assembly.state)) throw new GovernanceError('meeting_begun')
    const kept = await AssemblyDocument.query({ client: trx }).where({ assemblyId })
    const most = governanceConfig.mostDocuments
    if (kept.length >= most) throw new GovernanceError('too_many_documents', { most })
    const id = newId()
    const sha256 = await sha256OfFile(path)
    const storagePath = join('governance', 'assemblies', assemblyId, id)
    await keepDocumentFile(path, storagePath)
    const document = await AssemblyDocument.create(
      {
        ...{ id, assemblyId, title, sha256, storagePath, byteSize: size },
        mimeType: 'application/pdf',
        fileName: [...input.clientName].slice(0, LONGEST_NAME).join(''),
        uploadedAt: clock.now(),
        uploadedByLabel: actorLabel(actor),
      },
      { client: trx }
    )
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.add_document',
      subject: { type: 'assembly', id: assemblyId },
      after: { title, sha256 },
      clock,
    })
    return document
  })
}

/** Takes a paper back before the notice; what was sent with it stays readable (C28). */
export async function removeAssemblyDocument(input: Act & { documentId: string }) {
  const { assemblyId, documentId, actor, clock } = input
  const outcome = await actOf(async (trx) => {
    const assembly = await lockedAssembly(trx, assemblyId)
    if (assembly.state !== 'draft') throw new GovernanceError('papers_are_out')
    const document = await AssemblyDocument.query({ client: trx })
      .where({ id: documentId, assemblyId })
      .first()
    if (!document) return null
    await document.delete()
    const { title, sha256 } = document
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.remove_document',
      subject: { type: 'assembly', id: assemblyId },
      before: { title, sha256 },
      clock,
    })
    return document.storagePath
  })
  if (outcome.ok && outcome.value) await dropDocumentFile(outcome.value)
  return outcome
}
