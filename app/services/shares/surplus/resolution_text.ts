import i18nManager from '@adonisjs/i18n/services/main'
import type AnnualAccounts from '#models/shares/annual_accounts'
import type { Simulation } from '#services/shares/surplus/simulate_surplus'
import { isoDay, dayInWords } from '#values/day'
import { formatCents } from '#values/money'

type Say = (key: string, values?: Record<string, string>) => string
type Money = (cents: bigint) => string

/**
 * The text that an assembly votes: what becomes of the year's result, line by line, and by which
 * law. Accounts that are only prepared are approved by the same text.
 */
export function resolutionText(
  accounts: AnnualAccounts,
  simulation: Simulation,
  locale: 'fr' | 'en'
): string {
  const i18n = i18nManager.locale(locale)
  const say: Say = (key, values = {}) => i18n.t(`surplus.resolution.${key}`, values)
  const money: Money = (cents) => formatCents(cents, locale)
  const closedOn = dayInWords(isoDay(accounts.closedOn), locale)
  const opening = say(accounts.isApproved() ? 'approved' : 'approves', { closedOn })
  const lines =
    simulation.surplusCents > 0n
      ? surplusLines(simulation, { opening, locale, say, money })
      : lossLines(accounts, simulation, { opening, say, money })
  return [...lines, say('no_sharing')].join('\n\n')
}

type Words = { opening: string; say: Say; money: Money }

function surplusLines(
  simulation: Simulation,
  { opening, locale, say, money }: Words & { locale: 'fr' | 'en' }
): string[] {
  const { legalReserveCents, interestCents, rateMillipercent, cap } = simulation
  return [
    say('intro', { opening, surplus: money(simulation.surplusCents) }),
    legalReserveCents > 0n ? say('legal', { amount: money(legalReserveCents) }) : say('legal_full'),
    interestCents > 0n
      ? say('interest', {
          amount: money(interestCents),
          rate: rateText(rateMillipercent, locale),
          cap: cap ? rateText(cap.numerator / cap.denominator, locale) : '',
        })
      : say('no_interest'),
    say('statutory', { amount: money(simulation.statutoryReserveCents) }),
  ]
}

function lossLines(
  { resultCents, carriedLossCents }: AnnualAccounts,
  { imputedCents, carriedCents }: Simulation,
  { opening, say, money }: Words
): string[] {
  const carried = money(carriedLossCents)
  const intro =
    resultCents < 0n
      ? say('intro_loss', { opening, loss: money(-resultCents) })
      : say('intro_absorbed', { opening, result: money(resultCents), carried })
  const isCarried = carriedLossCents > 0n && resultCents < 0n
  return [
    intro,
    ...(isCarried ? [say('earlier', { amount: carried })] : []),
    ...(resultCents > 0n ? [say('absorbs', { amount: money(resultCents) })] : []),
    ...(imputedCents > 0n ? [say('imputed', { amount: money(imputedCents) })] : []),
    carriedCents > 0n ? say('carried', { amount: money(carriedCents) }) : say('none_carried'),
    say('no_interest_loss'),
  ]
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
