import Licence from '#models/licensing/licence'
import LicenceText from '#models/licensing/licence_text'
import RightsHolder from '#models/licensing/rights_holder'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import { err, ok, type Result } from '#values/result'
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
  endsOn?: DateTime | null
  clock: Clock
}

export type SignLicenceRefusal =
  'unknown_text' | 'text_changed' | 'not_in_force' | 'unknown_rights_holder' | 'signer_missing'

/**
 * Signs a version of a licence text for a work: a row that is only ever added (CPI art. L131-3:
 * the contract is in writing). The signature names the hash of the words, the signer, the date
 * and the evidence (rules 3.8).
 */
export async function signLicence(input: Input): Promise<Result<Licence, SignLicenceRefusal>> {
  const signedAt = input.clock.now()
  const text = await LicenceText.findBy({ code: input.code, version: input.version })
  if (!text) return err('unknown_text')
  if (text.sha256 !== input.textSha256) return err('text_changed')
  if (text.effectiveFrom > signedAt) return err('not_in_force')
  if (input.signerName.trim() === '') return err('signer_missing')
  if (!(await RightsHolder.find(input.rightsHolderId))) return err('unknown_rights_holder')

  const licence = await Licence.create({
    id: newId(),
    workId: input.workId,
    rightsHolderId: input.rightsHolderId,
    licenceTextId: text.id,
    textSha256: text.sha256,
    signerName: input.signerName.trim(),
    signerAccountId: input.signerAccountId,
    evidence: { ...input.evidence },
    signedAt,
    endsOn: input.endsOn ?? null,
  })
  return ok(licence)
}
