import vine from '@vinejs/vine'

const words = {
  name: vine.string().trim().minLength(2).maxLength(80),
  description_fr: vine.string().trim().minLength(10).maxLength(500),
  description_en: vine.string().trim().minLength(10).maxLength(500),
  url: vine
    .string()
    .trim()
    .url({ protocols: ['https', 'http'], require_protocol: true })
    .maxLength(300)
    .optional(),
}

export const causeValidator = vine.create(words)

/** A correction says why: the trail keeps it. */
export const causeCorrectionValidator = vine.create({
  ...words,
  reason: vine.string().trim().minLength(3).maxLength(500),
})
