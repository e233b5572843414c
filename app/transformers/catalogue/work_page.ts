import type { findWorkPage } from '#services/catalogue/queries/find_work_page'
import type { WorkAccess } from '#services/catalogue/work_access'
import { coverUrl } from '#transformers/catalogue/work_transformer'

type Page = NonNullable<Awaited<ReturnType<typeof findWorkPage>>>

/** The work's own page in the reader's language. */
export function presentWork(page: Page, access: WorkAccess, locale: 'fr' | 'en') {
  const { work, torrent, mediaFile } = page
  const { playUrl, ...rest } = access
  return {
    work: {
      id: work.id,
      slug: work.slug,
      title: work.title,
      kind: work.kind,
      artistName: work.artist.name,
      coverUrl: coverUrl(work),
      durationMs: work.durationMs,
      licenceCode: page.licenceText?.code ?? '',
      isOpen: page.isOpen,
      description: locale === 'en' ? work.descriptionEn : work.descriptionFr,
      artistBio: locale === 'en' ? work.artist.bioEn : work.artist.bioFr,
      publishedOn: work.publishedAt?.toISODate() ?? null,
      licence: presentLicence(page, locale),
      files: work.mediaFiles.map((file) => ({
        fileName: file.fileName,
        mimeType: file.mimeType,
        byteLength: String(file.byteLength),
        sha256: file.sha256,
      })),
      infoHash: torrent?.infoHash ?? null,
    },
    player: playUrl && mediaFile ? { url: playUrl, mimeType: mediaFile.mimeType } : null,
    access: rest,
    splits: (page.splitSheet?.lines ?? []).map((line) => ({
      payeeName: line.payee.name,
      role: line.role,
      basisPoints: line.basisPoints,
      accepted: line.isAccepted,
    })),
  }
}

function presentLicence({ licences, licenceText }: Page, locale: 'fr' | 'en') {
  return {
    code: licenceText?.code ?? '',
    version: licenceText?.version ?? '',
    title: (locale === 'en' ? licenceText?.titleEn : licenceText?.titleFr) ?? '',
    url: licenceText?.url ?? null,
    signedOn: licences[0]?.signedAt.toISODate() ?? '',
  }
}
