/** What ICU knows as regions though nobody lives there under that code, or lists it apart. */
const NO_COUNTRY = new Set('AC AQ BV CP CQ DG EA EU EZ HM IC IO QO TA TF UM UN XA XB ZZ'.split(' '))
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

/** Where a euro transfer arrives: members of the SEPA area, by the first letters of an IBAN. */
const SEPA = new Set(
  (
    'AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT ' +
    'NL NO PL PT RO RS SE SI SK SM VA'
  ).split(' ')
)

/** Territories whose postcodes are French ones. */
const FRENCH_POST = new Set('FR GP MQ GF RE YT PM BL MF NC PF WF MC'.split(' '))

/** ISO 3166 codes that are in use, as ICU knows them. */
export const COUNTRY_CODES: readonly string[] = LETTERS.flatMap((first) =>
  LETTERS.map((second) => first + second)
).filter(isCountry)

function isCountry(code: string): boolean {
  const known = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code)
  const isCurrent = Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`
  return known !== undefined && isCurrent && !NO_COUNTRY.has(code)
}

/** Countries by name in the reader's language, in its alphabetical order. */
export function countriesByName(locale: string): { code: string; name: string }[] {
  const names = new Intl.DisplayNames(locale, { type: 'region' })
  return COUNTRY_CODES.map((code) => ({ code, name: names.of(code)! })).sort((a, b) =>
    a.name.localeCompare(b.name, locale)
  )
}

export function countryName(code: string, locale: string): string {
  return new Intl.DisplayNames(locale, { type: 'region' }).of(code)!
}

/** True for an IBAN of a country that a euro transfer reaches; the IBAN itself is not checked. */
export function isSepaIban(iban: string): boolean {
  return SEPA.has(iban.slice(0, 2).toUpperCase())
}

/** The country whose postcodes a place uses: those of Martinique are French. */
export function postalCountry(code: string): string {
  return FRENCH_POST.has(code) ? 'FR' : code
}
