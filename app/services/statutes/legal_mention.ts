import type { StatuteSettings } from '#services/statutes/statute_settings'

/**
 * What every paper says of who wrote it (art. 22 loi 47-1775, L231-2 and R123-238 C. com.):
 * « P2P’Legal, SCIC SAS à capital variable, RCS Montreuil 123 456 782, siège : … ». What is still
 * unknown is left out.
 */
export function legalMention(
  { identity }: Pick<StatuteSettings, 'identity'>,
  locale: string
): string {
  const rcs = [identity.rcsCity, groupedSiren(identity.siren)].filter(Boolean).join(' ')
  const seat = seatOf(identity)
  return [
    identity.name,
    identity.formWords,
    rcs && `RCS ${rcs}`,
    seat && `${locale === 'en' ? 'registered office' : 'siège'} ${seat}`,
  ]
    .filter(Boolean)
    .join(', ')
}

/** « 12 rue des Lilas, 93100 Montreuil » */
export function seatOf({ street, postcode, city }: StatuteSettings['identity']): string {
  return [street, [postcode, city].filter(Boolean).join(' ')].filter(Boolean).join(', ')
}

/** Nine digits as people read them: `123 456 782`. */
export function groupedSiren(siren: string): string {
  return siren.replace(/^(\d{3})(\d{3})(\d{3})$/, '$1 $2 $3')
}
