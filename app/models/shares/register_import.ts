import type { DateTime } from 'luxon'
import { RegisterImportSchema } from '#database/schema'

/**
 * A register of another program: checked as often as needed, then taken whole or not at all. The
 * file is kept until then; afterwards only its hash is.
 */
export default class RegisterImport extends RegisterImportSchema {
  get isOpen(): boolean {
    return this.state === 'checked'
  }

  apply(at: DateTime, by: string): this {
    this.state = 'applied'
    this.appliedAt = at
    this.appliedByLabel = by
    this.content = null
    return this
  }

  discard(): this {
    this.state = 'discarded'
    this.content = null
    return this
  }
}
