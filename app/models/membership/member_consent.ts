import { MemberConsentSchema } from '#database/schema'

export type ConsentKind = MemberConsent['kind']
export const CONSENT_KINDS: readonly ConsentKind[] = ['email_notices', 'newsletter']

/** A yes or a no, with the words that were shown; the last one of a kind counts (C19). */
export default class MemberConsent extends MemberConsentSchema {}
