import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { HttpContext } from '@adonisjs/core/http'
import catalogueConfig from '#config/catalogue'
import { storedFile } from '#services/catalogue/media_storage'
import { refusedField } from '#validators/catalogue/refused_field'
import { newId } from '#values/id'

/** What a form weighs beside its file. */
const FORM_BYTES = 64 * 1024
const MEGABYTE = 1024 * 1024

interface Upload {
  path: string
  clientName: string
}

/**
 * Takes a large file of a request into a temporary one for the time of `use`. Read only here, after
 * the policy has allowed it; what is too large stops being kept at once.
 */
export async function withUpload<T>(
  ctx: HttpContext,
  use: (upload: Upload) => Promise<T>
): Promise<T> {
  const path = storedFile(join('uploads', newId()))
  await mkdir(dirname(path), { recursive: true })
  try {
    const clientName = await takeInto(path, ctx)
    if (clientName === null) throw refusedField(ctx.i18n, 'file', 'no_file')
    return await use({ path, clientName })
  } catch (error) {
    const { code } = error as { code?: string }
    if (code !== 'E_REQUEST_ENTITY_TOO_LARGE') throw error
    throw refusedField(ctx.i18n, 'file', 'file_too_big', {
      megabytes: catalogueConfig.mediaMaxBytes / MEGABYTE,
    })
  } finally {
    await rm(path, { force: true })
  }
}

/** The name under which the file was sent, or null when none was. */
async function takeInto(path: string, { request }: HttpContext): Promise<string | null> {
  const { multipart } = request
  if (!multipart) return null
  let clientName: string | null = null
  multipart.onFile('file', { deferValidations: true }, async (part, report) => {
    if (clientName !== null) return part.resume()
    clientName = part.file.clientName
    part.pause()
    part.on('data', report)
    await pipeline(part, createWriteStream(path))
  })
  await multipart.process({ limit: catalogueConfig.mediaMaxBytes + FORM_BYTES })
  return clientName
}
