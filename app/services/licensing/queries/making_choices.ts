import LicenceText from '#models/licensing/licence_text'
import Payee from '#models/licensing/payee'
import RightsHolder from '#models/licensing/rights_holder'
import { isId } from '#values/id'
import type { DateTime } from 'luxon'

/** Those who may sign for a work, by name. */
export function rightsHolderChoices(): Promise<RightsHolder[]> {
  return RightsHolder.query().select('id', 'name').orderBy('name').orderBy('id')
}

/** Those whom a split sheet may name, by name. */
export function payeeChoices(): Promise<Payee[]> {
  return Payee.query().select('id', 'name', 'kind').orderBy('name').orderBy('id')
}

/** The licence texts that may be signed on a day. */
export function textChoices(now: DateTime): Promise<LicenceText[]> {
  return LicenceText.query()
    .where('effectiveFrom', '<=', now.toISODate()!)
    .orderBy('code')
    .orderBy('version', 'desc')
}

/** True for the id of a rights-holder that is there. */
export async function isRightsHolder(id: string): Promise<boolean> {
  return isId(id) && (await RightsHolder.find(id)) !== null
}
