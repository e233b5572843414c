import { BaseTransformer } from '@adonisjs/core/transformers'
import type { PersonalTorrent } from '#services/tracker/queries/personal_torrents'

/** A work taken with a personal key, as its holder sees it. */
export default class PersonalTorrentTransformer extends BaseTransformer<PersonalTorrent> {
  toObject() {
    const { since, revokedAt, countedAt, ...rest } = this.resource
    return {
      ...rest,
      since: since.toISOString(),
      revokedAt: revokedAt?.toISOString() ?? null,
      countedAt: countedAt?.toISOString() ?? null,
    }
  }
}
