import vine from '@vinejs/vine'
import type { FieldContext } from '@vinejs/vine/types'
import { MOVEMENT_TYPES } from '#services/shares/queries/movements_page'
import { REGISTER_SORTS } from '#services/shares/queries/register_page'
import { parseDay } from '#values/day'

const isDay = vine.createRule((value: unknown, _: undefined, field: FieldContext) => {
  if (!parseDay(String(value))) field.report('A date is needed', 'day', field)
})
const day = () => vine.string().trim().use(isDay())
const page = () => vine.number().withoutDecimals().range([1, 100_000]).optional()
const search = () => vine.string().trim().maxLength(120).optional()

export const registerSearchValidator = vine.create({
  day: day().optional(),
  search: search(),
  sort: vine.enum(REGISTER_SORTS).optional(),
  page: page(),
})

export const movementSearchValidator = vine.create({
  search: search(),
  type: vine.enum(MOVEMENT_TYPES).optional(),
  from: day().optional(),
  to: day().optional(),
  page: page(),
})

export const fecValidator = vine.create({ year_end: day() })

export const subscriptionSearchValidator = vine.create({
  search: search(),
  state: vine.enum(['awaiting_payment', 'registered', 'cancelled'] as const).optional(),
  page: page(),
})
