import AssemblyDocument from '#models/governance/assembly_document'
import type Assembly from '#models/governance/assembly'
import { agendaOf } from '#services/governance/queries/agenda_of'
import { discussionOf } from '#services/governance/queries/discussion_of'

/** Everything to be read before a meeting. */
export async function papersOf(assembly: Assembly) {
  const agenda = await agendaOf(assembly.id)
  const ids = agenda.flatMap(({ resolutions }) => resolutions.map(({ id }) => id))
  const [documents, discussion] = await Promise.all([
    AssemblyDocument.query().where('assemblyId', assembly.id).orderBy('uploadedAt'),
    discussionOf(assembly.id, ids),
  ])
  return { agenda, documents, discussion }
}

/** One paper of one meeting; null when it is another's. */
export function paperOf(assemblyId: string, documentId: string): Promise<AssemblyDocument | null> {
  return AssemblyDocument.query().where({ id: documentId, assemblyId }).first()
}
