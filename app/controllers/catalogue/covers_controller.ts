import type { HttpContext } from '@adonisjs/core/http'
import { storedFile } from '#services/catalogue/media_storage'
import { coverType } from '#services/catalogue/set_work_cover'

export default class CoversController {
  /** A cover's name is the hash of its bytes: browsers may keep it for ever. */
  async show({ params, response }: HttpContext) {
    const coverPath = `covers/${params.name}`
    response.header('Content-Type', coverType(coverPath))
    response.header('Cache-Control', 'public, max-age=31536000, immutable')
    response.header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'")
    return response.download(storedFile(coverPath))
  }
}
