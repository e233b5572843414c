import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { checkHealth } from '#services/health'

/**
 * `GET /health`: 200 when every part answers, else 503 with the part that does not (design section
 * 9). Before routes, whose sessions need the database that may be the part in question, and are kept
 * for people.
 */
export default class HealthMiddleware {
  async handle({ request, response }: HttpContext, next: NextFn) {
    if (request.url() !== '/health' || request.method() !== 'GET') return next()
    const health = await checkHealth()
    return response.status(health.status === 'ok' ? 200 : 503).json(health)
  }
}
