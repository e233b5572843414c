import i18nManager from '@adonisjs/i18n/services/main'
import type { ConsentKind } from '#models/membership/member_consent'
import { sha256Hex } from '#values/digest'

type Locale = 'fr' | 'en'
export type Declared = { kind: ConsentKind; given: boolean; text: string; text_sha256: string }

const KINDS: ConsentKind[] = ['email_notices', 'newsletter']

/** Each consent with the very words that stood beside its box. */
export function declaredConsents(
  given: { consentEmailNotices: boolean; consentNewsletter: boolean },
  locale: Locale
): Declared[] {
  const answers = { email_notices: given.consentEmailNotices, newsletter: given.consentNewsletter }
  return KINDS.map((kind) => {
    const text = i18nManager.locale(locale).t(`membership.join.consents.${kind}`)
    return { kind, given: answers[kind], text, text_sha256: sha256Hex(text) }
  })
}

/** What a signature declares, sentence by sentence. */
export function declarations(kind: 'natural' | 'legal' | 'public_body', locale: Locale): string[] {
  const i18n = i18nManager.locale(locale)
  const own = kind === 'natural' ? 'natural' : 'legal'
  return ['statutes', own, 'admission', 'payment'].map((key) =>
    i18n.t(`membership.join.declarations.${key}`)
  )
}
