import vine from '@vinejs/vine'

export const savedViewValidator = vine.create({
  page: vine.string().regex(/^[a-z_.]{1,60}$/),
  name: vine.string().trim().minLength(1).maxLength(60),
  /** The part of the address after the question mark. */
  filter: vine
    .string()
    .maxLength(1000)
    .regex(/^[^\s#<>]*$/)
    .optional(),
})
