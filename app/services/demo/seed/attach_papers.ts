import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import StatuteProfile from '#models/statutes/statute_profile'
import { must } from '#services/demo/seed/must'
import { staff } from '#services/demo/seed/seed_members'
import { keepAssemblyDocument } from '#services/governance/documents/keep_document'
import { changesPdf } from '#services/statutes/documents/changes_pdf'
import { statutesPdf } from '#services/statutes/documents/statutes_pdf'
import { predecessorOf } from '#services/statutes/queries/predecessor_of'
import type { Clock } from '#values/clock'

/** The draft statutes that a resolution speaks of: what they change, and their whole text. */
export async function attachStatutes(assemblyId: string, clock: Clock): Promise<void> {
  const draft = await StatuteProfile.query().where('state', 'draft').firstOrFail()
  const before = await predecessorOf(draft)
  const changes = await changesPdf(draft, before!, 'fr')
  const whole = await statutesPdf(draft, 'fr')
  await attach('Projet de statuts\u00A0: ce qui change', changes, { assemblyId, clock })
  await attach('Projet de statuts\u00A0: texte complet', whole, { assemblyId, clock })
}

async function attach(
  title: string,
  bytes: Buffer,
  { assemblyId, clock }: { assemblyId: string; clock: Clock }
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'demo-paper-'))
  const path = join(folder, 'paper.pdf')
  await writeFile(path, bytes)
  const clientName = `${title.replace(/[^a-zà-ÿ]+/gi, '-').toLowerCase()}.pdf`
  const actor = await staff('secretary')
  must(await keepAssemblyDocument({ assemblyId, title, path, clientName, actor, clock }))
  await rm(folder, { recursive: true, force: true })
}
