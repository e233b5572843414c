import Licence from '#models/licensing/licence'
import LicenceText from '#models/licensing/licence_text'
import RightsHolder from '#models/licensing/rights_holder'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import { err, ok, type Result } from '#values/result'
import db from '@adonisjs/lucid/services/db'
import type { DateTime } from 'luxon'

/** What the signer declared and how the signature was given; kept with it for ever. */
export interface LicenceEvidence {
  /** How the signer showed who they are, for example `session+password`. */
  method: string
  /** A collecting society's member says which one and on what ground the work may be licensed. */
  collectingSociety: string | null
  collectingSocietyConsent?: string
  /** Additional grant of paid use, for non-commercial licences (P29). */
  grantsPaidUse?: boolean
  address?: string
  /** The signed paper that the office keeps, or how it knows of the signature, and who says so. */
  paper?: LicencePaper
  statement?: string
  recordedBy?: string
  recordedAt?: string
}

export interface LicencePaper {
  sha256: string
  fileName: string
  mimeType: string
  storagePath: string
}

interface Input {
  workId: string
  rightsHolderId: string
  code: string
  version: string
  /** The hash that the signer's page showed: what was read is what is signed. */
  textSha256: string
  signerName: string
  signerAccountId: string | null
  evidence: LicenceEvidence
  /** When the paper was signed; now, for a signature given on a page. */
  signedAt?: DateTime
  endsOn?: DateTime | null
  /** Who brings it in: the signer, or the office for a paper. */
  actor: Actor
  clock: Clock
}

export type SignLicenceRefusal =
  | 'unknown_text'
  | 'text_changed'
  | 'not_in_force'
  | 'unknown_rights_holder'
  | 'signer_missing'
  | 'signed_later'
  | 'ends_before'

/**
 * Signs a version of a licence text for a work: a row that is only ever added (CPI art. L131-3:
 * the contract is in writing). The signature names the hash of the words, the signer, the date
 * and the evidence (rules 3.8).
 */
export async function signLicence(input: Input): Promise<Result<Licence, SignLicenceRefusal>> {
  const { actor, clock, endsOn = null, signedAt = clock.now() } = input
  const text = await LicenceText.findBy({ code: input.code, version: input.version })
  if (!text) return err('unknown_text')
  if (text.sha256 !== input.textSha256) return err('text_changed')
  if (signedAt > clock.now()) return err('signed_later')
  if (text.effectiveFrom > signedAt) return err('not_in_force')
  if (endsOn && endsOn.toISODate()! < signedAt.toISODate()!) return err('ends_before')
  if (input.signerName.trim() === '') return err('signer_missing')
  if (!(await RightsHolder.find(input.rightsHolderId))) return err('unknown_rights_holder')

  return db.transaction(async (client) => {
    const licence = await Licence.create(
      {
        id: newId(),
        workId: input.workId,
        rightsHolderId: input.rightsHolderId,
        licenceTextId: text.id,
        textSha256: text.sha256,
        signerName: input.signerName.trim(),
        signerAccountId: input.signerAccountId,
        evidence: { ...input.evidence },
        signedAt,
        endsOn,
      },
      { client }
    )
    await recordAuditEvent(client, {
      actor,
      action: 'licensing.sign_licence',
      subject: { type: 'work', id: input.workId },
      after: {
        code: input.code,
        version: input.version,
        signer: licence.signerName,
        signed_on: signedAt.toISODate(),
        ends_on: endsOn?.toISODate() ?? null,
      },
      clock,
    })
    return ok(licence)
  })
}
