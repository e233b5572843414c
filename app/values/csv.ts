/**
 * A value of a CSV file (RFC 4180): quoted where needed, never a formula to a spreadsheet, which also
 * takes the wide signs of Asian keyboards for the start of one and looks past leading blanks.
 */
function csvCell(value: string | number | bigint | null | undefined): string {
  const text = value === null || value === undefined ? '' : String(value)
  const isNumber = /^-?[0-9]+(\.[0-9]+)?$/.test(text)
  const harmless =
    !isNumber && /^\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** One line of a CSV file, with its end. */
export function csvLine(values: readonly (string | number | bigint | null | undefined)[]): string {
  return `${values.map(csvCell).join(',')}\r\n`
}
