import type { DateTime } from 'luxon'
import { hasMany } from '@adonisjs/lucid/orm'
import type { HasMany } from '@adonisjs/lucid/types/relations'
import { MinuteSchema } from '#database/schema'
import MinutesSignature from '#models/governance/minutes_signature'

/** C29: what is kept of a meeting; its text is fixed by the first signature, its file by the seal. */
export default class Minutes extends MinuteSchema {
  static table = 'minutes'

  @hasMany(() => MinutesSignature, { foreignKey: 'minutesId' })
  declare signatures: HasMany<typeof MinutesSignature>

  get isSealed(): boolean {
    return this.sealedAt !== null
  }

  seal(number: number, file: { path: string; sha256: string }, at: DateTime): this {
    this.number = number
    this.pdfPath = file.path
    this.pdfSha256 = file.sha256
    this.sealedAt = at
    return this
  }
}
