import { join } from 'node:path'
import logger from '@adonisjs/core/services/logger'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import AssemblyDocument from '#models/governance/assembly_document'
import { keepDocumentFile, storedDocument } from '#services/membership/applications/document_files'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

type Copying = { fromId: string; assemblyId: string; clock: Clock }

/**
 * C28: a second call decides on the papers that the first was sent with. Each copy has bytes of its
 * own: taken back from the one, a paper stays beside the other. A paper whose file is lost stands in
 * the way of nobody: the second call is still a draft, and takes it again.
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
    if (!(await copyFile(paper.storagePath, storagePath))) continue
    await AssemblyDocument.create(
      {
        ...{ id, assemblyId, title, sha256, storagePath, byteSize, mimeType, fileName },
        ...{ uploadedByLabel, uploadedAt: clock.now() },
      },
      { client: trx }
    )
  }
}

async function copyFile(from: string, to: string): Promise<boolean> {
  try {
    await keepDocumentFile(storedDocument(from), to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    logger.error({ file: from }, 'the file of a paper is lost: the second call goes without it')
    return false
  }
}
