import { ref, shallowRef } from 'vue'
import { IntlMessageFormat } from 'intl-messageformat'
import { frenchElision } from '~/lib/french_elision'
import { frenchSpaces } from '~/lib/french_spaces'

export type Locale = 'fr' | 'en'
type Values = Record<string, string | number | boolean | Date | null | undefined>

/**
 * The same ICU files as the server's, `resources/lang/<locale>/*.json`: only those of the reader's
 * language are loaded, before the first page is shown.
 */
const locale = ref<Locale>('fr')
const messages = shallowRef<Record<string, string>>({})
const formats = new Map<string, IntlMessageFormat>()

const load = {
  fr: () => import('~/lib/messages_fr'),
  en: () => import('~/lib/messages_en'),
}

const asItIs = (text: string) => text

function flatten(
  value: unknown,
  prefix: string,
  into: Record<string, string>,
  write: (text: string) => string
) {
  if (typeof value === 'string') into[prefix] = write(value)
  else if (value && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) {
      flatten(inner, prefix ? `${prefix}.${key}` : key, into, write)
    }
  }
}

/** Fetches a language once; a page in another language than the last one switches every text. */
export async function loadLocale(wanted: unknown): Promise<void> {
  const next: Locale = wanted === 'en' ? 'en' : 'fr'
  if (next === locale.value && Object.keys(messages.value).length > 0) return
  const { default: files } = await load[next]()
  const flat: Record<string, string> = {}
  for (const [path, content] of Object.entries(files)) {
    const name = /([^/]+)\.json$/.exec(path)![1]
    flatten(content, name, flat, next === 'fr' ? frenchSpaces : asItIs)
  }
  formats.clear()
  locale.value = next
  messages.value = flat
  document.documentElement.lang = next
}

function t(key: string, values?: Values): string {
  const written = messages.value[key]
  if (written === undefined) return key
  if (!written.includes('{') && !written.includes("'")) return written
  const text = locale.value === 'fr' ? frenchElision(written, values) : written
  let format = formats.get(text)
  if (!format) {
    format = new IntlMessageFormat(text, locale.value, undefined, { ignoreTag: true })
    formats.set(text, format)
  }
  return String(format.format(values))
}

/** True when the text exists: for keys built from a server's word, with a fallback beside. */
function has(key: string): boolean {
  return messages.value[key] !== undefined
}

/** A number (never an amount) for a reader: `1 204`. */
function n(value: number | string, options?: Intl.NumberFormatOptions): string {
  const number = typeof value === 'string' ? BigInt(value) : value
  return new Intl.NumberFormat(locale.value, options).format(number)
}

/** Basis points as a percentage: `7000` is « 70 % ». */
function percent(basisPoints: number): string {
  return new Intl.NumberFormat(locale.value, {
    style: 'percent',
    maximumFractionDigits: 2,
  }).format(basisPoints / 10_000)
}

const DATES: Record<string, Intl.DateTimeFormatOptions> = {
  day: { day: 'numeric', month: 'long', year: 'numeric' },
  short: { day: 'numeric', month: 'short', year: 'numeric' },
  moment: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  time: { hour: '2-digit', minute: '2-digit' },
}

/** An ISO instant or day as read in Paris. */
function date(iso: string, style: 'day' | 'short' | 'moment' | 'time' = 'day'): string {
  const instant = new Date(iso.length === 10 ? `${iso}T12:00:00Z` : iso)
  const tag = locale.value === 'en' ? 'en-GB' : 'fr'
  const format = new Intl.DateTimeFormat(tag, { timeZone: 'Europe/Paris', ...DATES[style] })
  const text = format.format(instant)
  // Only the first of a month is an ordinal in French; Intl does not know.
  return locale.value === 'en' ? text : text.replace(/^1(?=\s)/, '1er')
}

/** `2026-10` is « octobre 2026 ». */
function month(period: string, style: 'long' | 'short' = 'long'): string {
  return new Intl.DateTimeFormat(locale.value, {
    month: style,
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${period}-15T00:00:00Z`))
}

/** Bytes for a reader: « 3,2 Mo ». */
function bytes(value: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte']
  let size = Number(value)
  let step = 0
  while (size >= 1000 && step < units.length - 1) {
    size /= 1000
    step++
  }
  const options = { style: 'unit', unit: units[step], maximumFractionDigits: step ? 1 : 0 } as const
  return new Intl.NumberFormat(locale.value, options).format(size)
}

export function useTranslation() {
  return { t, has, n, percent, date, month, bytes, locale }
}
