import vine from '@vinejs/vine'

export const catalogueSearchValidator = vine.create({
  search: vine.string().trim().maxLength(120).optional(),
  kind: vine.enum(['audio', 'video'] as const).optional(),
  sort: vine.enum(['newest', 'title', 'artist'] as const).optional(),
  page: vine.number().withoutDecimals().range([1, 100_000]).optional(),
})
