import type { HttpRequest } from '@adonisjs/core/http'
import { licenceValidator } from '#validators/licensing/office'
import { parseDay } from '#values/day'

/** The form of a signed licence as what is written down; its days are Paris days. */
export async function licenceFacts(request: HttpRequest) {
  const asked = await request.validateUsing(licenceValidator)
  const paper = request.file('paper')
  return {
    licenceTextId: asked.licence_text_id,
    rightsHolderId: asked.rights_holder_id,
    signerName: asked.signer_name,
    signedAt: parseDay(asked.signed_on)!,
    endsOn: asked.ends_on ? parseDay(asked.ends_on) : null,
    statement: asked.statement ?? null,
    collectingSociety: asked.collecting_society ?? null,
    collectingSocietyConsent: asked.collecting_society_consent ?? null,
    grantsPaidUse: asked.grants_paid_use ?? false,
    paper: paper?.tmpPath ? { path: paper.tmpPath, clientName: paper.clientName } : null,
  }
}
