import vine from '@vinejs/vine'
import { stdnum } from 'stdnum'
import type { Findings } from '#services/statutes/lint/findings'
import type { CooperativeIdentity, StatuteSettings } from '#services/statutes/statute_settings'

const LONG_FORMS = {
  SAS: /\bSAS\b|soci[ée]t[ée] par actions simplifi[ée]e/i,
  SA: /\bSA\b|soci[ée]t[ée] anonyme/i,
  SARL: /\bSARL\b|soci[ée]t[ée] [àa] responsabilit[ée] limit[ée]e/i,
}
const COOPERATIVE = /\bSCIC\b|soci[ée]t[ée] coop[ée]rative d.int[ée]r[êe]t collectif/i
const VARIABLE = /[àa] capital variable/i
const BIC = /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Who the co-operative is, as it has to stand on every paper (1.1, C02). */
export function lintIdentity({ identity, clauses }: StatuteSettings, found: Findings): void {
  const at = (field: keyof CooperativeIdentity) => `identity.${field}`
  if (!identity.name.trim()) found.error('papers', at('name'), 'name_missing')
  lintForm(identity, found)
  if (!identity.purposeFr.trim()) found.error('purpose', at('purposeFr'), 'purpose_missing')
  lintNumbers(identity, found)
  if (!identity.street.trim() || !identity.city.trim()) {
    found.error('papers', at('street'), 'seat_missing')
  }
  if (!/^\d{5}$/.test(identity.postcode)) found.error('papers', at('postcode'), 'postcode_invalid')
  if (!vine.helpers.isEmail(identity.email)) found.error('papers', at('email'), 'email_invalid')
  lintBank(identity, found)
  if (!isDayOfYear(identity.yearEnd)) found.error('yearEnd', at('yearEnd'), 'year_end_invalid')
  lintOffer(identity, clauses.publicOffer, found)
}

function lintForm({ formWords, legalForm }: CooperativeIdentity, found: Findings): void {
  const path = 'identity.formWords'
  if (!COOPERATIVE.test(formWords)) found.error('cooperativeName', path, 'words_not_cooperative')
  if (!VARIABLE.test(formWords)) found.error('variableCapital', path, 'words_not_variable')
  if (!LONG_FORMS[legalForm].test(formWords)) {
    found.error('papers', path, 'words_other_form', { form: legalForm })
  }
}

function lintNumbers({ siren, rcsCity, vatNumber }: CooperativeIdentity, found: Findings): void {
  if (!siren) found.error('papers', 'identity.siren', 'siren_missing')
  else if (!stdnum.FR.siren.validate(siren).isValid) {
    found.error('papers', 'identity.siren', 'siren_invalid', { siren })
  }
  if (!rcsCity.trim()) found.error('papers', 'identity.rcsCity', 'rcs_missing')
  if (!vatNumber) return
  const compact = vatNumber.replaceAll(' ', '')
  if (!stdnum.FR.tva.validate(compact).isValid || !compact.endsWith(siren)) {
    found.error('papers', 'identity.vatNumber', 'vat_invalid', { siren })
  }
}

function lintBank({ iban, bic }: CooperativeIdentity, found: Findings): void {
  if (!iban) found.warning('paidUp', 'identity.iban', 'iban_missing')
  else if (!vine.helpers.isIBAN(iban)) found.error('paidUp', 'identity.iban', 'iban_invalid')
  if (bic && !BIC.test(bic)) found.error('paidUp', 'identity.bic', 'bic_invalid')
}

/** C02: who may offer shares to the public, and how many members an SARL may have. */
function lintOffer(
  { legalForm }: CooperativeIdentity,
  publicOffer: boolean,
  found: Findings
): void {
  if (legalForm === 'SARL') found.warning('sarlMembers', 'identity.legalForm', 'sarl_hundred')
  if (publicOffer && legalForm !== 'SA') {
    found.error('publicOffer', 'clauses.publicOffer', 'offer_forbidden', { form: legalForm })
  }
  if (publicOffer && legalForm === 'SA') {
    found.warning('saOffer', 'clauses.publicOffer', 'offer_document')
  }
  if (!publicOffer && legalForm === 'SAS') {
    found.note('publicOffer', 'identity.legalForm', 'sas_no_offer')
  }
}

/** MM-DD of a year that is not a leap year. */
function isDayOfYear(text: string): boolean {
  const [, month, day] = /^(\d\d)-(\d\d)$/.exec(text) ?? []
  if (!month) return false
  const days = MONTH_DAYS[Number(month) - 1] ?? 0
  return Number(day) >= 1 && Number(day) <= days
}
