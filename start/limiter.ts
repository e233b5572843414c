/**
 * How often the doors may be tried. Counts are kept per address and account together, so that one
 * guesser does not lock a whole household out, and per account alone, so that many addresses do
 * not help a guesser.
 */
import type { HttpContext } from '@adonisjs/core/http'
import limiter from '@adonisjs/limiter/services/main'
import { errors } from '@adonisjs/limiter'
import TooManyAttemptsException from '#exceptions/too_many_attempts_exception'
import { sha256Hex } from '#values/digest'

type Rule = { requests: number; duration: string; by: 'address' | 'account' | 'both' }

const RULES = {
  sign_in: [
    { requests: 5, duration: '15 minutes', by: 'both' },
    { requests: 30, duration: '1 hour', by: 'account' },
    { requests: 100, duration: '15 minutes', by: 'address' },
  ],
  sign_up: [{ requests: 10, duration: '1 hour', by: 'address' }],
  reset: [
    { requests: 3, duration: '1 hour', by: 'account' },
    { requests: 20, duration: '1 hour', by: 'address' },
  ],
  resend: [{ requests: 3, duration: '1 hour', by: 'account' }],
  password: [{ requests: 5, duration: '15 minutes', by: 'account' }],
  /** Shown again for what outlives the session: recovery codes, bearer tokens. */
  proof: [{ requests: 10, duration: '1 hour', by: 'account' }],
  factor: [{ requests: 5, duration: '15 minutes', by: 'account' }],
  join: [
    { requests: 30, duration: '1 hour', by: 'address' },
    { requests: 10, duration: '1 hour', by: 'account' },
  ],
  signature: [{ requests: 20, duration: '1 hour', by: 'account' }],
  signature_code: [{ requests: 4, duration: '1 hour', by: 'account' }],
  document: [{ requests: 60, duration: '1 hour', by: 'account' }],
  rpc: [{ requests: 120, duration: '1 minute', by: 'address' }],
} as const satisfies Record<string, readonly Rule[]>

export type LimitedAct = keyof typeof RULES

function gates(act: LimitedAct, address: string, account: string) {
  return RULES[act].map(({ requests, duration, by }) => {
    const who = { address, account, both: `${address}|${account}` }[by]
    /** Hashed: the table of counts need not tell whose addresses were tried. */
    const key = `${act}:${by}:${sha256Hex(who).slice(0, 40)}`
    return { key, limiter: limiter.use({ requests, duration }) }
  })
}

/**
 * Counts one try before it is made, so that tries at the same instant are counted too; throws
 * TooManyAttemptsException when there were too many.
 */
export async function countAttempt(ctx: HttpContext, act: LimitedAct, account = '') {
  for (const gate of gates(act, ctx.request.ip(), account)) {
    try {
      await gate.limiter.consume(gate.key)
    } catch (error) {
      if (!(error instanceof errors.E_TOO_MANY_REQUESTS)) throw error
      throw new TooManyAttemptsException(error.response.availableIn)
    }
  }
}

/** After a success: what was counted against this account is forgotten. */
export async function forgetAttempts(ctx: HttpContext, act: LimitedAct, account: string) {
  for (const gate of gates(act, ctx.request.ip(), account)) {
    if (gate.key.startsWith(`${act}:address:`)) await gate.limiter.decrement(gate.key)
    else await gate.limiter.delete(gate.key)
  }
}
