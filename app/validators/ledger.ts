import vine from '@vinejs/vine'
import type { FieldContext } from '@vinejs/vine/types'
import { parseDay } from '#values/day'

const isDay = vine.createRule((value: unknown, _: undefined, field: FieldContext) => {
  if (!parseDay(String(value))) field.report('A date is needed', 'day', field)
})
const day = () => vine.string().trim().use(isDay())

export const balanceValidator = vine.create({ day: day().optional() })

export const accountLinesValidator = vine.create({
  search: vine.string().trim().maxLength(120).optional(),
  page: vine.number().withoutDecimals().range([1, 100_000]).optional(),
})

export const ledgerFecValidator = vine.create({ year_end: day() })
