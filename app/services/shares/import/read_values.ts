import { DateTime } from 'luxon'
import type { MemberKind } from '#services/statutes/statute_settings'
import { comparable } from '#services/shares/import/columns'
import { CENTS_PER_EURO } from '#values/money'
import { err, ok, type Result } from '#values/result'

/** Why a cell cannot be read; the words are under `shares.import.errors`. */
export type CellError =
  | 'not_a_date'
  | 'impossible_date'
  | 'short_year'
  | 'not_a_number'
  | 'negative'
  | 'fraction'
  | 'zero'
  | 'too_many'
  | 'not_an_amount'
  | 'ambiguous_amount'
  | 'unknown_kind'
  | 'unknown_type'
  | 'unknown_country'

export const MOVEMENT_WORDS = ['subscribe', 'transfer', 'withdraw', 'repay'] as const
export type ImportType = (typeof MOVEMENT_WORDS)[number]

const MAX_SHARES = 10_000_000n

/** `31/12/2024`, `31.12.2024`, `31-12-2024` or `2024-12-31` (a time behind it is left out) as YYYY-MM-DD. */
export function readDay(text: string): Result<string, CellError> {
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?$/.exec(text)
  const french = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: .*)?$/.exec(text)
  if (!iso && !french) {
    return err(/^\d{1,2}[-/.]\d{1,2}[-/.]\d{2}$/.test(text) ? 'short_year' : 'not_a_date')
  }
  const [year, month, day] = iso ? iso.slice(1, 4) : french!.slice(1, 4).reverse()
  const date = DateTime.fromObject(
    { year: Number(year), month: Number(month), day: Number(day) },
    { zone: 'utc' }
  )
  return date.isValid ? ok(date.toISODate()) : err('impossible_date')
}

const bare = (text: string) => text.replace(/[\s\u00a0\u202f'’]/g, '')

/** A whole number of shares above zero; `10,00` is 10, `2,5` is refused. */
export function readShares(text: string): Result<number, CellError> {
  const digits = bare(text)
  if (/^-\d/.test(digits)) return err('negative')
  const found = /^(\d+)(?:[.,](\d+))?$/.exec(digits)
  if (!found) return err('not_a_number')
  if (/[1-9]/.test(found[2] ?? '')) return err('fraction')
  const count = BigInt(found[1])
  if (count === 0n) return err('zero')
  return count > MAX_SHARES ? err('too_many') : ok(Number(count))
}

/** `1 234,56 €`, `1.234,56` or `1,234.56` as cents; `1.234` alone could be either, and is refused. */
export function readCents(text: string): Result<bigint, CellError> {
  const amount = bare(text).replace(/(€|eur|euros?)$/i, '')
  if (/^-/.test(amount)) return err('negative')
  if (/^\d{1,3}[.,]\d{3}$/.test(amount)) return err('ambiguous_amount')
  const grouped =
    /^(\d{1,3}(?:\.\d{3})+)(?:,(\d{1,2}))?$/.exec(amount) ??
    /^(\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?$/.exec(amount)
  const found = grouped ?? /^(\d{1,12})(?:[.,](\d{1,2}))?$/.exec(amount)
  if (!found || found[1].length > 16) return err('not_an_amount')
  const euros = BigInt(found[1].replace(/[.,]/g, ''))
  return ok(euros * CENTS_PER_EURO + BigInt((found[2] ?? '').padEnd(2, '0')))
}

const KINDS: [MemberKind, RegExp][] = [
  ['public_body', /public|collectivite|commune|mairie|municipal|departement|region|council/],
  ['legal', /moral|legal|societe|association|entreprise|company|organi[sz]ation|structure/],
  ['natural', /physique|natural|person|individu|particulier/],
]

export function readKind(text: string): Result<MemberKind, CellError> {
  const found = KINDS.find(([, words]) => words.test(comparable(text)))
  return found ? ok(found[0]) : err('unknown_kind')
}

const TYPES: [ImportType, RegExp][] = [
  ['repay', /rembours|repa(y|id)|annul|cancel/],
  ['subscribe', /souscri|apport|achat|entree|adhesion|subscri|issue|joining/],
  ['transfer', /cession|transfer|transfert|cede/],
  ['withdraw', /retrait|depart|demission|withdraw|sortie|exit|leaving/],
]

export function readType(text: string): Result<ImportType, CellError> {
  const found = TYPES.find(([, words]) => words.test(comparable(text)))
  return found ? ok(found[0]) : err('unknown_type')
}

let countries: Map<string, string> | undefined

/** A country by its code or by its French or English name, as two letters. */
export function readCountry(text: string): Result<string, CellError> {
  countries ??= countryNames()
  const found = countries.get(comparable(text))
  return found ? ok(found) : err('unknown_country')
}

function countryNames(): Map<string, string> {
  const names = new Map<string, string>()
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index))
  for (const locale of ['fr', 'en']) {
    const display = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' })
    for (const first of letters) {
      for (const second of letters) {
        // Retired codes (DD) stand for what became of them.
        const code = new Intl.Locale(`und-${first}${second}`).region!
        const name = display.of(code)
        if (!name) continue
        names.set(comparable(first + second), code)
        if (!names.has(comparable(name))) names.set(comparable(name), code)
      }
    }
  }
  return names
}
