import db from '@adonisjs/lucid/services/db'
import type Publication from '#models/publication/publication'
import { listFiles } from '#services/royalties/files/period_files'
import { assertUnchanged } from '#services/royalties/files/unchanged'
import { VerificationError } from './verification_error.js'

/**
 * Every kept file of the month is the one that was recorded, and the public report names the same
 * hashes of the frozen input and of the result.
 */
export async function verifyFiles(publication: Publication): Promise<string> {
  const files = await db.transaction((trx) => listFiles(publication, trx))
  for (const { kind, name, path, sha256 } of files) {
    await assertUnchanged(path, sha256, `${kind}/${name}`)
  }
  const { input_files: input, output_files: output } = publication.report
  const said = new Map([
    ...input.map((file) => [file.name.includes('/') ? file.name : `input/${file.name}`, file]),
    ...output.map((file) => [`output/${file.name}`, file]),
  ] as [string, (typeof input)[number]][])
  const counted = files.filter(({ kind }) => ['input', 'labels', 'output'].includes(kind))
  for (const { kind, name, sha256 } of counted) {
    if (said.get(`${kind}/${name}`)?.sha256 === sha256) continue
    throw new VerificationError(`${kind}/${name} is not the file that the public report names`)
  }
  if (said.size !== counted.length) {
    throw new VerificationError(`the report names ${said.size} files, ${counted.length} are kept`)
  }
  return `${files.length} files are those that were recorded`
}
