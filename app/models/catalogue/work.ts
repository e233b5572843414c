import { WorkSchema } from '#database/schema'
import Artist from '#models/catalogue/artist'
import MediaFile from '#models/catalogue/media_file'
import Torrent from '#models/catalogue/torrent'
import WorkStateChange from '#models/catalogue/work_state_change'
import { belongsTo, hasMany } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'

export type WorkState = WorkSchema['state']

/** A recording or a film. Its state only moves through `changeWorkState`. */
export default class Work extends WorkSchema {
  @belongsTo(() => Artist)
  declare artist: BelongsTo<typeof Artist>

  @hasMany(() => MediaFile)
  declare mediaFiles: HasMany<typeof MediaFile>

  @hasMany(() => Torrent)
  declare torrents: HasMany<typeof Torrent>

  @hasMany(() => WorkStateChange)
  declare stateChanges: HasMany<typeof WorkStateChange>

  get isPublished(): boolean {
    return this.state === 'published'
  }
}
