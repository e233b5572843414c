import vine from '@vinejs/vine'
import { WORK_SORTS, WORK_STATES } from '#services/catalogue/queries/work_register'

export const workSearchValidator = vine.create({
  search: vine.string().trim().maxLength(120).optional(),
  state: vine.enum(WORK_STATES).optional(),
  sort: vine.enum(WORK_SORTS).optional(),
  page: vine.number().withoutDecimals().range([1, 100_000]).optional(),
})

/** Whether a reason is needed, the move itself says. */
export const workMoveValidator = vine.create({
  to: vine.enum(WORK_STATES),
  reason: vine.string().trim().maxLength(500).optional(),
})
