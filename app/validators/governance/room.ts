import vine from '@vinejs/vine'

/** What is typed at the desk by the door: part of a name, or a number. */
export const doorValidator = vine.create({
  search: vine.string().trim().maxLength(100).optional(),
})
