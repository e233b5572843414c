import vine from '@vinejs/vine'

const MOST_TEXT = 60_000
const label = () => vine.string().trim().minLength(3).maxLength(160)
const day = () => vine.string().trim().maxLength(10)

export const profileValidator = vine.create({ label: label() })

/** The settings are read value by value by `readTyped`: here only that they are there. */
const typed = {
  fields: vine.record(vine.any().nullable()).maxLength(200),
  lists: vine.record(vine.any().nullable()).maxLength(3),
  source_fr: vine.string().trim().minLength(1).maxLength(MOST_TEXT),
  source_en: vine.string().trim().maxLength(MOST_TEXT).optional(),
}

export const draftValidator = vine.create({ label: label(), mark: vine.string(), ...typed })
export const findingsValidator = vine.create(typed)

/** Days are held to the calendar by the service. */
export const adoptionValidator = vine.create({
  resolution_reference: vine.string().trim().minLength(1).maxLength(160),
  resolution_date: day(),
  effective_on: day(),
})
