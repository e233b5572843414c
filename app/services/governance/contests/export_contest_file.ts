import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import Resolution from '#models/governance/resolution'
import { interruptionsOf } from '#services/governance/attendance/service_mark'
import { contestPdf } from '#services/governance/documents/contest_pdf'
import { minutesTwin } from '#services/governance/minutes/minutes_twin'
import { storedMinutes } from '#services/governance/minutes/seal_minutes'
import { proofWords } from '#services/governance/notices/proof_words'
import { contestRecords } from '#services/governance/queries/contest_records'
import { contestFile } from '#services/governance/queries/contest_file'
import { minutesFile } from '#services/governance/queries/minutes_file'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { storedScan } from '#services/governance/proxies/scan_files'
import type { Clock } from '#values/clock'
import { canonicalJson, sha256Hex } from '#values/digest'
import { zipOf } from '#values/zip'

type Part = { name: string; bytes: Buffer }
type Act = { resolutionId: string; actor: Actor; clock: Clock }

/**
 * C30: everything that a judge would ask of one vote in one archive: the file itself, the minutes
 * and the attendance sheet, who could vote with their leaves under the published root, how each was
 * called, the proxies with their scans, the ballots, and the SHA-256 of each part. Null before the
 * vote is closed. That it was taken out is on the trail: it names people.
 */
export async function exportContestFile({ resolutionId, actor, clock }: Act) {
  const file = await contestFile(resolutionId, clock)
  if (!file) return null
  const resolution = await Resolution.query()
    .where('id', resolutionId)
    .preload('assembly')
    .firstOrFail()
  const { assembly } = resolution
  const records = await contestRecords(resolution)
  const parts = [
    part('dossier.pdf', await contestPdf(file, records, clock)),
    json('dossier.json', { ...file, result: resolution.result, text: resolution.text }),
    ...(await minutesParts(resolution.assemblyId)),
    json('electorat.json', { root: file.electorateRoot, electors: records.electors }),
    json(
      'convocations.json',
      records.notices.map((one) => ({ ...one, proven: proofWords(one, 'fr') }))
    ),
    json('pouvoirs.json', records.proxies),
    json('presences.json', records.attendances),
    json('interruptions.json', await interruptionsOf(db, assembly)),
    json('bulletins.json', records.ballots),
    ...(await scansOf(records.proxies)),
  ]
  const sums = parts.map(({ name, bytes }) => `${sha256Hex(bytes)}  ${name}\n`).join('')
  const bytes = zipOf([...parts, part('SHA256SUMS', Buffer.from(sums))])
  await db.transaction((trx) =>
    recordAuditEvent(trx, {
      actor,
      action: 'governance.export_contest_file',
      subject: { type: 'resolution', id: resolutionId },
      after: { sha256: sha256Hex(bytes), parts: parts.length },
      clock,
    })
  )
  return { reference: file.reference, bytes }
}

/** Whatever is written of the meeting: the sealed file where it is sealed, its twin, its sheet. */
async function minutesParts(assemblyId: string): Promise<Part[]> {
  const file = await minutesFile(assemblyId)
  const minutes = file?.minutes
  if (!minutes?.document) return []
  const files = [
    ['proces-verbal.pdf', minutes.pdfPath],
    ['feuille-de-presence.pdf', minutes.sheetPath],
  ] as const
  const parts = [json('proces-verbal.json', minutesTwin(minutes))]
  for (const [name, path] of files) {
    if (path) parts.push(part(name, await readFile(storedMinutes(path))))
  }
  return parts
}

async function scansOf(proxies: { scanPath: string | null }[]): Promise<Part[]> {
  const paths = proxies.flatMap(({ scanPath }) => (scanPath ? [scanPath] : []))
  return Promise.all(
    paths.map(async (path) => part(`pouvoirs/${basename(path)}`, await readFile(storedScan(path))))
  )
}

function json(name: string, content: object): Part {
  return part(name, Buffer.from(`${canonicalJson(content)}\n`))
}

function part(name: string, bytes: Buffer): Part {
  return { name, bytes }
}
