import type { HttpContext } from '@adonisjs/core/http'
import type { SignedFrom } from '#services/shares/signatures/signing_code'

const LONGEST_AGENT = 300

/** From where somebody signs or agrees: the evidence keeps it. */
export function signedFrom({ request }: Pick<HttpContext, 'request'>): SignedFrom {
  return {
    address: request.ip(),
    userAgent: request.header('user-agent')?.slice(0, LONGEST_AGENT) ?? null,
  }
}
