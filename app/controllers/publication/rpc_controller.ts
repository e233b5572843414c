import type { HttpContext } from '@adonisjs/core/http'
import TooManyAttemptsException from '#exceptions/too_many_attempts_exception'
import { askNode, failure } from '#services/publication/chain/ask_node'
import { countAttempt } from '#start/limiter'

const LONGEST_BODY = 8_192

/** Our read-only way to the chain, for pages that may connect to no other site. */
export default class RpcController {
  async call(ctx: HttpContext) {
    const { request, response } = ctx
    allowAnySite(ctx)
    const raw = request.raw() ?? ''
    if (raw.length > LONGEST_BODY) {
      return response.status(413).json(failure(null, -32_600, 'the request is too long'))
    }
    try {
      await countAttempt(ctx, 'rpc')
    } catch (error) {
      if (!(error instanceof TooManyAttemptsException)) throw error
      response.header('Retry-After', String(error.retryAfterSeconds))
      return response.status(429).json(failure(null, -32_005, 'too many requests'))
    }
    const { status, body } = await askNode(parsed(raw))
    return response.status(status).json(body)
  }

  /** A verify page from a disk or a mirror asks first whether it may. */
  async options(ctx: HttpContext) {
    allowAnySite(ctx)
    ctx.response.header('Access-Control-Allow-Methods', 'POST')
    ctx.response.header('Access-Control-Allow-Headers', 'content-type')
    ctx.response.header('Access-Control-Max-Age', '86400')
    return ctx.response.noContent()
  }
}

function allowAnySite({ response }: HttpContext): void {
  response.header('Access-Control-Allow-Origin', '*')
  response.header('Cache-Control', 'no-store')
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw)
  } catch {
    return null
  }
}
