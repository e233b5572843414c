import i18nManager from '@adonisjs/i18n/services/main'
import type AnnualAccounts from '#models/shares/annual_accounts'
import type { Simulation } from '#services/shares/surplus/simulate_surplus'
import { formatCents } from '#values/money'

/** The text that an assembly votes: what becomes of the surplus, line by line, and by which law. */
export function resolutionText(
  accounts: AnnualAccounts,
  simulation: Simulation,
  locale: 'fr' | 'en'
): string {
  const i18n = i18nManager.locale(locale)
  const money = (cents: bigint) => formatCents(cents, locale)
  const closedOn = accounts.closedOn.setLocale(locale).toFormat('d MMMM yyyy')
  const say = (key: string, values: Record<string, string> = {}) =>
    i18n.t(`surplus.resolution.${key}`, values)
  const lines = [
    say('intro', { closedOn, surplus: money(simulation.surplusCents) }),
    simulation.legalReserveCents > 0n
      ? say('legal', { amount: money(simulation.legalReserveCents) })
      : say('legal_full'),
    simulation.interestCents > 0n
      ? say('interest', {
          amount: money(simulation.interestCents),
          rate: rateText(simulation.rateMillipercent, locale),
          cap: simulation.cap
            ? rateText(simulation.cap.numerator / simulation.cap.denominator, locale)
            : '',
        })
      : say('no_interest'),
    say('statutory', { amount: money(simulation.statutoryReserveCents) }),
    say('no_sharing'),
  ]
  return lines.join('\n\n')
}

/** Thousandths of a percent for a reader: 3802 is « 3,802 % ». */
export function rateText(millipercent: bigint, locale: string): string {
  const text = millipercent.toString().padStart(4, '0')
  const decimal = `${text.slice(0, -3)}.${text.slice(-3)}` as Intl.StringNumericLiteral
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 0,
    maximumFractionDigits: 3,
  })
  return `${format.format(decimal)}\u00a0%`
}
