import { legalMention } from '#services/statutes/legal_mention'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import type { Clock } from '#values/clock'

type Values = Record<string, string | number>

/** What every paper of the register needs: the reader's words, the day, who issues it. */
export type PaperContext = {
  locale: string
  t: (key: string, values?: Values) => string
  today: string
  settings: StatuteSettings | null
  house: string
  footer: string
}

export async function paperContext(
  { locale, t }: Pick<PaperContext, 'locale' | 't'>,
  clock: Clock
): Promise<PaperContext> {
  const statutes = await statutesInForce(clock.now())
  const settings = statutes?.settings ?? null
  return {
    locale,
    t,
    today: clock.now().toISODate()!,
    settings,
    house: settings?.identity.name ?? 'Peerfy',
    footer: settings ? legalMention(settings, locale) : '',
  }
}

/** A day for a reader: « 3 mars 2025 ». */
export function dayText(iso: string, locale: string, style: 'long' | 'short' = 'long'): string {
  const text = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'fr', {
    day: 'numeric',
    month: style,
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${iso}T12:00:00Z`))
  return locale === 'en' ? text : text.replace(/^1(?=\s)/, '1er')
}
