import MemberConsent, { CONSENT_KINDS } from '#models/membership/member_consent'

/** What a member said last to each question; never asked counts as no (C19). */
export async function lastConsents(memberId: string) {
  const rows = await MemberConsent.query()
    .where('memberId', memberId)
    .orderBy('recordedAt', 'desc')
    .orderBy('id', 'desc')
  return CONSENT_KINDS.map((kind) => {
    const last = rows.find((row) => row.kind === kind)
    return { kind, given: last?.given ?? false, at: last?.recordedAt.toISO() ?? null }
  })
}
