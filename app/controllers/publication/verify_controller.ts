import type { HttpContext } from '@adonisjs/core/http'
import app from '@adonisjs/core/services/app'

/** The verifier: one file, the same that works from a disk with our server off (P25). */
export default class VerifyController {
  async show({ response }: HttpContext) {
    // The page carries a policy of its own, stricter in all but one thing: it may ask any node.
    response.removeHeader('Content-Security-Policy')
    response.header('Cache-Control', 'no-cache')
    response.header('Content-Type', 'text/html; charset=utf-8')
    return response.download(app.publicPath('verify.html'))
  }
}
