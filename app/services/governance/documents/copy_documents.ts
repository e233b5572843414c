import { join } from 'node:path'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import AssemblyDocument from '#models/governance/assembly_document'
import { keepDocumentFile, storedDocument } from '#services/membership/applications/document_files'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

type Copying = { fromId: string; assemblyId: string; clock: Clock }

/**
 * C28: a second call decides on the papers that the first was sent with. Each copy has bytes of its
 * own: taken back from the one, a paper stays beside the other.
 */
export async function copyDocuments(
  trx: TransactionClientContract,
  { fromId, assemblyId, clock }: Copying
): Promise<void> {
  const papers = await AssemblyDocument.query({ client: trx })
    .where('assemblyId', fromId)
    .orderBy('uploadedAt')
  for (const paper of papers) {
    const { title, sha256, byteSize, mimeType, fileName, uploadedByLabel } = paper
    const id = newId()
    const storagePath = join('governance', 'assemblies', assemblyId, id)
    await keepDocumentFile(storedDocument(paper.storagePath), storagePath)
    await AssemblyDocument.create(
      {
        ...{ id, assemblyId, title, sha256, storagePath, byteSize, mimeType, fileName },
        ...{ uploadedByLabel, uploadedAt: clock.now() },
      },
      { client: trx }
    )
  }
}
