import type { I18n } from '@adonisjs/i18n'
import { needsReason, nextStates } from '#services/catalogue/change_work_state'
import catalogueConfig from '#config/catalogue'
import type { makingChoices } from '#services/catalogue/queries/making_choices'
import type { workDossier } from '#services/catalogue/queries/work_dossier'
import { coverUrl } from '#transformers/catalogue/work_transformer'

type Dossier = NonNullable<Awaited<ReturnType<typeof workDossier>>>

interface Desk {
  may: { move: boolean; file: boolean; licence: boolean }
  /** Null for those who only look. */
  choices: Awaited<ReturnType<typeof makingChoices>> | null
}

/** A work as the office sees it, in the reader's language. */
export function presentDossier({ page, history, missing }: Dossier, desk: Desk, i18n: I18n) {
  const { work, mediaFile } = page
  const { may } = desk
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
      isrc: work.isrc,
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
      refusal: line.refusalReason,
    })),
    missing: missing.map((part) => i18n.t(`catalogue.office.missing_parts.${part}`)),
    moves: (may.move ? nextStates(work.state) : []).map((to) => ({
      to,
      needsReason: needsReason(to),
    })),
    making: {
      file: may.file && work.state === 'draft' && !mediaFile,
      /** A draft's file may be replaced or taken away until its work was once published. */
      fileChange: may.file && work.state === 'draft' && !work.publishedAt && Boolean(mediaFile),
      words: may.file && work.state === 'draft' ? presentWords(page.work) : null,
      maxBytes: String(catalogueConfig.mediaMaxBytes),
      ...presentChoices(desk.choices, page, i18n.locale),
    },
    history: history.map((step) => ({
      at: step.at,
      actor: step.actor,
      title: i18n.t(`ui.states.work.${step.to}`),
      detail: step.reason,
    })),
  }
}

/** As the form that corrects them takes them. */
function presentWords({ title, isrc, descriptionFr, descriptionEn }: Dossier['page']['work']) {
  return {
    title,
    isrc: isrc ?? '',
    description_fr: descriptionFr ?? '',
    description_en: descriptionEn ?? '',
  }
}

function presentLicence({ licences, work }: Dossier['page'], locale: string) {
  const licence = licences[0]
  if (!licence) return null
  const { titleEn, titleFr } = licence.licenceText
  const { paper, statement } = licence.evidence as { paper?: object; statement?: string }
  return {
    title: locale === 'en' ? titleEn : titleFr,
    signerName: licence.signerName,
    signedOn: licence.signedAt.toISODate()!,
    endsOn: licence.endsOn?.toISODate() ?? null,
    statement: statement ?? null,
    paperUrl: paper ? `/catalogue/office/works/${work.id}/licences/${licence.id}/paper` : null,
  }
}

/** What the forms of the licence and the split sheet offer; null for those who only look. */
function presentChoices(choices: Desk['choices'], page: Dossier['page'], locale: string) {
  const { work, splitSheet } = page
  if (!choices || work.state === 'withdrawn') return { licence: null }
  const { holders, payees, texts, today } = choices
  return {
    licence: {
      today,
      rightsHolderId: work.artist.rightsHolderId,
      holders: holders.map(({ id, name }) => ({ id, name })),
      payees: payees.map(({ id, name, kind }) => ({ id, name, kind })),
      texts: texts.map((text) => ({
        id: text.id,
        title: text.title(locale),
        allowsPaidUse: text.allowsPaidUse,
      })),
      current: (splitSheet?.lines ?? []).map(({ payeeId, role, basisPoints }) => ({
        ...{ payeeId, role, basisPoints },
      })),
    },
  }
}
