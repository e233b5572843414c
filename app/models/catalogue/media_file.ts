import { MediaFileSchema } from '#database/schema'
import Work from '#models/catalogue/work'
import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'

/** A work's file; its bytes lie in storage under their own SHA-256. */
export default class MediaFile extends MediaFileSchema {
  @belongsTo(() => Work)
  declare work: BelongsTo<typeof Work>
}
