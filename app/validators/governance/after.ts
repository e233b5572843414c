import vine from '@vinejs/vine'

const day = () => vine.string().regex(/^\d{4}-\d{2}-\d{2}$/)

export const minutesValidator = vine.create({
  discussion: vine.string().trim().maxLength(50_000).optional(),
})

/** The hash is of the text that was on the screen. */
export const minutesSignatureValidator = vine.create({
  code: vine.string().trim().minLength(6).maxLength(32),
  sha256: vine.string().regex(/^[0-9a-f]{64}$/),
})

export const contestValidator = vine.create({
  claimant: vine.string().trim().minLength(2).maxLength(160),
  grounds: vine.string().trim().minLength(10).maxLength(5_000),
  ballots: vine.number().withoutDecimals().range([0, 1_000_000]),
  received_on: day(),
})

/** A seat that a meeting outside of the program gave. */
export const mandateValidator = vine.create({
  body: vine.string().regex(/^[a-z0-9_-]{1,40}$/),
  number: vine.number().withoutDecimals().range([1, 2_000_000_000]),
  starts_on: day(),
  reference: vine.string().trim().minLength(2).maxLength(160),
})

export const mandateEndValidator = vine.create({
  reason: vine.enum(['resigned', 'revoked', 'left', 'died'] as const),
  on: day(),
})

export const resolutionSearchValidator = vine.create({
  search: vine.string().trim().maxLength(120).optional(),
  page: vine.number().withoutDecimals().range([1, 1_000_000]).optional(),
})
