import type { I18n } from '@adonisjs/i18n'
import { needsReason, nextStates } from '#services/catalogue/change_work_state'
import type { workDossier } from '#services/catalogue/queries/work_dossier'
import { coverUrl } from '#transformers/catalogue/work_transformer'

type Dossier = NonNullable<Awaited<ReturnType<typeof workDossier>>>

/** A work as the office sees it, in the reader's language. */
export function presentDossier({ page, history, missing }: Dossier, mayMove: boolean, i18n: I18n) {
  const { work, mediaFile } = page
  return {
    work: {
      id: work.id,
      slug: work.slug,
      title: work.title,
      artistName: work.artist.name,
      kind: work.kind,
      state: work.state,
      coverUrl: coverUrl(work),
      durationMs: work.durationMs,
      licence: presentLicence(page, i18n.locale),
      files: work.mediaFiles.map((file) => ({
        fileName: file.fileName,
        mimeType: file.mimeType,
        byteLength: String(file.byteLength),
        sha256: file.sha256,
      })),
      infoHash: page.torrent?.infoHash ?? null,
      player: mediaFile
        ? { url: `/catalogue/office/works/${work.id}/file`, mimeType: mediaFile.mimeType }
        : null,
    },
    splits: (page.splitSheet?.lines ?? []).map((line) => ({
      payeeName: line.payee.name,
      role: line.role as string,
      basisPoints: line.basisPoints,
      accepted: line.isAccepted,
    })),
    missing: missing.map((part) => i18n.t(`catalogue.office.missing_parts.${part}`)),
    moves: (mayMove ? nextStates(work.state) : []).map((to) => ({
      to,
      needsReason: needsReason(to),
    })),
    history: history.map((step) => ({
      at: step.at,
      actor: step.actor,
      title: i18n.t(`ui.states.work.${step.to}`),
      detail: step.reason,
    })),
  }
}

function presentLicence({ licences }: Dossier['page'], locale: string) {
  const licence = licences[0]
  if (!licence) return null
  const { titleEn, titleFr } = licence.licenceText
  return {
    title: locale === 'en' ? titleEn : titleFr,
    signerName: licence.signerName,
    signedOn: licence.signedAt.toISODate()!,
  }
}
