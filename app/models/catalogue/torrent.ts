import { TorrentSchema } from '#database/schema'
import Work from '#models/catalogue/work'
import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'

/** A public torrent of a work, without tracker or web address: those are added when handed out. */
export default class Torrent extends TorrentSchema {
  @belongsTo(() => Work)
  declare work: BelongsTo<typeof Work>
}
