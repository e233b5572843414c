import { errors } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'

/** An address of the API that is none: told as the API tells everything, not as a page. */
export default class UnknownController {
  handle({ request }: HttpContext) {
    throw new errors.E_ROUTE_NOT_FOUND([request.method(), request.url()])
  }
}
