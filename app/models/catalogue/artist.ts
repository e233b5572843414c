import { ArtistSchema } from '#database/schema'
import Work from '#models/catalogue/work'
import { hasMany } from '@adonisjs/lucid/orm'
import type { HasMany } from '@adonisjs/lucid/types/relations'

/** The name under which works are made public. */
export default class Artist extends ArtistSchema {
  @hasMany(() => Work)
  declare works: HasMany<typeof Work>
}
