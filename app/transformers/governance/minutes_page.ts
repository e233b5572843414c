import type { I18n } from '@adonisjs/i18n'
import type Resolution from '#models/governance/resolution'
import type { MinutesFile } from '#services/governance/queries/minutes_file'
import { ALWAYS_PUBLIC } from '#services/governance/minutes/publish_resolution'
import { effectTrouble, resultSentences } from '#transformers/governance/after'

/** A closed meeting's file as the office sees it. */
export function minutesPage({ assembly, minutes, officers, resolutions }: MinutesFile, i18n: I18n) {
  return {
    assembly: {
      id: assembly.id,
      title: assembly.title,
      kind: assembly.kind,
      body: assembly.body,
      number: assembly.number,
      startsAt: assembly.startsAt.toISO()!,
      state: assembly.state,
      hasBureau: Boolean(assembly.chairMemberId && assembly.secretaryAccountId),
    },
    minutes: minutes?.sha256
      ? {
          discussion: minutes.freeText,
          sha256: minutes.sha256,
          number: minutes.number,
          sealedAt: minutes.sealedAt?.toISO() ?? null,
          signatures: minutes.signatures.map((one) => ({
            capacity: one.capacity,
            name: one.signerName,
            at: one.signedAt.toISO()!,
          })),
          missing: officers
            .filter(
              ({ accountId }) => !minutes.signatures.some((one) => one.accountId === accountId)
            )
            .map(({ capacity, name, accountId }) => ({
              ...{ capacity, name, hasAccount: accountId !== null },
            })),
        }
      : null,
    resolutions: resolutions.map(({ resolution, reference, candidates }) => ({
      id: resolution.id,
      reference,
      number: resolution.number,
      title: resolution.title,
      text: resolution.text,
      type: resolution.type,
      outcome: resolution.outcome,
      effect: resolution.effectType,
      inForce: resolution.effectedAt !== null,
      trouble: effectTrouble(i18n, resolution),
      published: resolution.publishedAt !== null,
      mayPublish: mayPublish(resolution),
      sentences: resultSentences(i18n, assembly.statuteProfile.settings, resolution, candidates),
    })),
  }
}

/** Whether the office may show it to everybody, or hide it again: what would be refused is no button. */
function mayPublish({ outcome, effectType, publishedAt }: Resolution): boolean {
  const isFixed = publishedAt !== null && ALWAYS_PUBLIC.includes(effectType)
  return outcome === 'adopted' && effectType !== 'exclusion' && !isFixed
}
