import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import env from '#start/env'
import type Assembly from '#models/governance/assembly'
import type Minutes from '#models/governance/minutes'
import { minutesPdf } from '#services/governance/documents/minutes_pdf'
import { sealPdf } from '#services/governance/documents/seal_pdf'
import type { MinutesDocument } from '#services/governance/minutes/minutes_document'
import type { Clock } from '#values/clock'
import { sha256Hex } from '#values/digest'

type Act = { assembly: Assembly; minutes: Minutes; clock: Clock }

/**
 * C29: gives signed minutes the next number of their body's register, without gap, and keeps their
 * PDF under the co-operative's seal. Runs with the last signature.
 */
export async function sealMinutes(
  trx: TransactionClientContract,
  { assembly, minutes, clock }: Act
): Promise<void> {
  await trx.rawQuery('SELECT pg_advisory_xact_lock(hashtext(?))', [`minutes|${minutes.body}`])
  const { last } = await trx
    .from('minutes')
    .where('body', minutes.body)
    .max('number as last')
    .firstOrFail()
  const number = Number(last ?? 0) + 1
  const document = minutes.document as MinutesDocument
  const pdf = await minutesPdf(document, {
    number,
    sha256: minutes.sha256!,
    signatures: minutes.signatures,
    date: clock.now().toJSDate(),
  })
  const { name } = document.cooperative
  const sealed = await sealPdf(pdf, { name, reason: document.assembly.reference, clock })
  const path = join('governance', 'minutes', `${minutes.id}.pdf`)
  await mkdir(dirname(storedMinutes(path)), { recursive: true })
  await writeFile(storedMinutes(path), sealed)
  await minutes.seal(number, { path, sha256: sha256Hex(sealed) }, clock.now()).save()
  await assembly.sign().save()
}

/** Where a sealed file lies. */
export function storedMinutes(path: string): string {
  return resolve(env.get('PEERFY_STORAGE'), path)
}
