/** Basis points as a percentage: `5001` is « 50,01 % ». */
export function percentText(basisPoints: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(
    basisPoints / 10_000
  )
}

/** Thousandths as a number: `2500` is « 2,5 ». */
export function milliText(thousandths: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(thousandths / 1000)
}

/** MM-DD as people say it: « 31 décembre ». */
export function yearEndText(monthDay: string, locale: string): string {
  const day = new Date(`2001-${monthDay}T12:00:00Z`)
  if (Number.isNaN(day.getTime())) return monthDay
  const format = { day: 'numeric', month: 'long', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'fr', format).format(day)
}
