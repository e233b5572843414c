import { copyFile, mkdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import governanceConfig from '#config/governance'
import env from '#start/env'
import { documentTypeOf } from '#services/membership/applications/document_files'
import { newId } from '#values/id'
import { err, ok, type Result } from '#values/result'

/** Where the scan of a paper lies; made of ids, never of a name that somebody typed. */
export function storedScan(scanPath: string): string {
  return resolve(env.get('PEERFY_STORAGE'), scanPath)
}

/** Keeps the scan of a signed paper; what it is, its bytes say, not its name. */
export async function keepScan(
  assemblyId: string,
  path: string
): Promise<Result<string, 'scan_too_big' | 'scan_type'>> {
  const { size } = await stat(path)
  if (size > governanceConfig.largestDocumentBytes) return err('scan_too_big')
  const type = await documentTypeOf(path)
  if (!type) return err('scan_type')
  const scanPath = join('governance', assemblyId, 'proxies', `${newId()}.${type.split('/')[1]}`)
  const target = storedScan(scanPath)
  await mkdir(resolve(target, '..'), { recursive: true })
  await copyFile(path, target)
  return ok(scanPath)
}
