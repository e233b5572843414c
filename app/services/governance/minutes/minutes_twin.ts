import type Minutes from '#models/governance/minutes'
import type { MinutesDocument } from '#services/governance/minutes/minutes_document'
import { parisInstant } from '#values/day'

/**
 * C29: the minutes for machines: the text that was signed, whose RFC 8785 bytes give `sha256`, its
 * place in the register and who signed it, when and how.
 */
export function minutesTwin(minutes: Minutes) {
  const { number, sealedAt, pdfSha256 } = minutes
  return {
    format: 'peerfy-minutes-file/1',
    document: minutes.document as MinutesDocument,
    sha256: minutes.sha256!,
    register: sealedAt && {
      body: minutes.body,
      number,
      sealedAt: parisInstant(sealedAt),
      pdfSha256,
    },
    signatures: minutes.signatures.map((one) => ({
      capacity: one.capacity,
      name: one.signerName,
      signedAt: parisInstant(one.signedAt),
      method: String(one.evidence.method),
      documentSha256: one.documentSha256,
    })),
  }
}
