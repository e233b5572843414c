import type { Letterhead } from '#services/documents/letterhead'

const NAMES = ['name', 'form', 'siren', 'rcs', 'seat', 'vat', 'email', 'phone'] as const
const TO_COMPLETE = {
  fr: '*à compléter par la coopérative*',
  en: '*to be completed by the co-operative*',
}
/** What is certain before the first statutes are in force. */
const FOUNDING: Partial<Record<(typeof NAMES)[number], string>> = {
  name: 'P2P’Legal',
  form: 'SCIC SAS à capital variable',
}

/**
 * A legal text with `{name}`, `{form}`, `{siren}`, `{rcs}`, `{seat}`, `{vat}`, `{email}` and `{phone}` as the
 * statutes in force say them. What nobody knows yet says that it has to be completed.
 */
export function fillLegalText(
  body: string,
  letterhead: Letterhead | null,
  locale: 'fr' | 'en'
): string {
  return NAMES.reduce((text, name) => {
    const known = letterhead ? letterhead[name] : FOUNDING[name]
    return text.replaceAll(`{${name}}`, known || TO_COMPLETE[locale])
  }, body)
}
