import vine from '@vinejs/vine'

const shares = () => vine.number().withoutDecimals().range([1, 1_000_000])

export const moreSharesValidator = vine.create({
  shares: shares(),
  payment: vine.enum(['full', 'part'] as const),
  statutes_read: vine.accepted(),
})

export const signatureValidator = vine.create({
  code: vine
    .string()
    .trim()
    .regex(/^[0-9]{6}$/),
})

export const transferValidator = vine.create({
  number: vine.number().withoutDecimals().range([1, 2_000_000_000]),
  name: vine.string().trim().minLength(2).maxLength(200),
  shares: shares(),
  price: vine.string().trim().maxLength(20).optional(),
})

export const transferAnswerValidator = vine.create({
  reason: vine.string().trim().maxLength(500).optional(),
})

export const exitValidator = vine.create({
  reason: vine.string().trim().maxLength(500).optional(),
  understood: vine.accepted(),
})
