import type { HttpContext } from '@adonisjs/core/http'
import { checkHealth } from '#services/health'

export default class HealthController {
  /** 200 when every part answers, else 503 with the part that does not (design section 9). */
  async show({ response }: HttpContext) {
    const health = await checkHealth()
    return response.status(health.status === 'ok' ? 200 : 503).json(health)
  }
}
