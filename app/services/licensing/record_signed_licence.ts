import type Licence from '#models/licensing/licence'
import LicenceText from '#models/licensing/licence_text'
import { actorLabel, type Actor } from '#services/identity/record_audit_event'
import { keepPaper } from '#services/licensing/paper_files'
import { signLicence, type SignLicenceRefusal } from '#services/licensing/sign_licence'
import type { Clock } from '#values/clock'
import { err, type Result } from '#values/result'
import type { DateTime } from 'luxon'

interface Input {
  workId: string
  rightsHolderId: string
  licenceTextId: string
  signerName: string
  signedAt: DateTime
  endsOn: DateTime | null
  /** Whoever is a member of a collecting society shows that it agrees (P29). */
  collectingSociety: string | null
  collectingSocietyConsent: string | null
  /** For a non-commercial licence: the signer also allows paid use (P29). */
  grantsPaidUse: boolean
  /** The scan of the signed paper, or how the office knows of the signature; one of them. */
  paper: { path: string; clientName: string } | null
  statement: string | null
  actor: Actor
  clock: Clock
}

export type RecordLicenceRefusal =
  SignLicenceRefusal | 'evidence_missing' | 'paper_too_big' | 'paper_type'

/**
 * Writes down a licence that was signed on paper or elsewhere: who signed, when, and what proves it
 * (CPI art. L131-3, rules 3.8). The evidence names the member of staff who brought it in.
 */
export async function recordSignedLicence(
  input: Input
): Promise<Result<Licence, RecordLicenceRefusal>> {
  const { actor, clock, statement } = input
  const text = await LicenceText.find(input.licenceTextId)
  if (!text) return err('unknown_text')
  if (!input.paper && !statement) return err('evidence_missing')
  const paper = input.paper && (await keepPaper(input.paper.path, input.paper.clientName))
  if (paper && !paper.ok) return paper
  return signLicence({
    workId: input.workId,
    rightsHolderId: input.rightsHolderId,
    code: text.code,
    version: text.version,
    textSha256: text.sha256,
    signerName: input.signerName,
    signerAccountId: null,
    evidence: {
      method: paper ? 'paper' : 'statement',
      recordedBy: actorLabel(actor),
      recordedAt: clock.now().toISO()!,
      ...(statement ? { statement } : {}),
      ...(paper ? { paper: paper.value } : {}),
      collectingSociety: input.collectingSociety,
      ...(input.collectingSocietyConsent
        ? { collectingSocietyConsent: input.collectingSocietyConsent }
        : {}),
      ...(input.grantsPaidUse ? { grantsPaidUse: true } : {}),
    },
    signedAt: input.signedAt,
    endsOn: input.endsOn,
    actor,
    clock,
  })
}
