import { BaseTransformer } from '@adonisjs/core/transformers'
import type Work from '#models/catalogue/work'
import type { LicenceLabel } from '#services/licensing/queries/licence_labels'

export type LabelledWork = { work: Work; licence: LicenceLabel | undefined }

/** A work as a card of the catalogue shows it. */
export default class WorkTransformer extends BaseTransformer<LabelledWork> {
  toObject() {
    const { work, licence } = this.resource
    return {
      id: work.id,
      slug: work.slug,
      title: work.title,
      kind: work.kind,
      artistName: work.artist.name,
      coverUrl: coverUrl(work),
      durationMs: work.durationMs,
      licenceCode: licence?.code ?? '',
      isOpen: licence?.isOpen ?? false,
    }
  }
}

/** The cover's address changes with its bytes, so browsers may keep it for ever. */
export function coverUrl(work: Work): string | null {
  return work.coverPath ? `/catalogue/${work.coverPath}` : null
}
