import { copyFile, mkdir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import catalogueConfig from '#config/catalogue'
import { documentTypeOf } from '#services/documents/document_type'
import type { LicencePaper } from '#services/licensing/sign_licence'
import env from '#start/env'
import { sha256OfFile } from '#values/digest'
import { err, ok, type Result } from '#values/result'

const LONGEST_NAME = 150

/** Where a signed paper lies; made of its hash, never of a name that somebody typed. */
export function storedPaper(storagePath: string): string {
  return resolve(env.get('PEERFY_STORAGE'), storagePath)
}

/** Keeps the scan of a signed licence; what it is, its bytes say, not its name. */
export async function keepPaper(
  path: string,
  clientName: string
): Promise<Result<LicencePaper, 'paper_too_big' | 'paper_type'>> {
  const { size } = await stat(path)
  if (size > catalogueConfig.paperMaxBytes) return err('paper_too_big')
  const mimeType = await documentTypeOf(path)
  if (!mimeType) return err('paper_type')
  const sha256 = await sha256OfFile(path)
  const storagePath = join('licences', sha256.slice(0, 2), `${sha256}.${mimeType.split('/')[1]}`)
  const target = storedPaper(storagePath)
  await mkdir(resolve(target, '..'), { recursive: true })
  await copyFile(path, target)
  const fileName = [...basename(clientName)].slice(0, LONGEST_NAME).join('')
  return ok({ sha256, fileName, mimeType, storagePath })
}
