import type { DateTime } from 'luxon'
import { ProxySchema } from '#database/schema'

/** One member's vote in another's hand (C24); without a holder it is blank, and the chair's. */
export default class Proxy extends ProxySchema {
  static table = 'proxies'

  answer(state: 'accepted' | 'refused', at: DateTime): this {
    this.state = state
    this.answeredAt = at
    return this
  }

  revoke(at: DateTime): this {
    this.state = 'revoked'
    this.revokedAt = at
    return this
  }
}
