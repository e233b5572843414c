import vine from '@vinejs/vine'

export const monthsPageValidator = vine.create({
  page: vine.number().withoutDecimals().range([1, 100_000]).optional(),
})
