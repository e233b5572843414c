import vine from '@vinejs/vine'
import type { FieldContext } from '@vinejs/vine/types'
import { DateTime } from 'luxon'
import { CAPACITIES } from '#models/publication/approval_mandate'
import { MANDATE_SORTS } from '#services/publication/queries/mandate_register'

const hash = () => vine.string().regex(/^0x[0-9a-fA-F]{64}$/)

/** A day of the calendar, YYYY-MM-DD: the 31st of February is none. */
const isDay = vine.createRule((value: unknown, _: undefined, field: FieldContext) => {
  const text = String(value)
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text).isValid) return
  field.report('This date does not exist', 'date', field)
})
const day = () => vine.string().use(isDay())

/** The fingerprints that were on the screen when the person said yes. */
export const approvalValidator = vine.create({ root: hash(), docHash: hash() })

export const mandateSearchValidator = vine.create({
  search: vine.string().trim().maxLength(120).optional(),
  sort: vine.enum(MANDATE_SORTS).optional(),
  page: vine.number().withoutDecimals().range([1, 100_000]).optional(),
})

export const mandateValidator = vine.create({
  email: vine.string().trim().toLowerCase().email().maxLength(254),
  capacity: vine.enum(CAPACITIES),
  starts_on: day(),
  ends_on: day().optional(),
})
