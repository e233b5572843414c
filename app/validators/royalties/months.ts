import vine from '@vinejs/vine'

const MOST_CAUSES = 20
const WHOLE_BP = 10_000
const MOST_TRANSFERS = 10_000

export const payeeChoiceValidator = vine.create({ payee: vine.string().uuid().optional() })

/** An empty list goes back to the voted causes. */
export const causesValidator = vine.create({
  lines: vine
    .array(
      vine.object({
        causeId: vine.string().regex(/^[a-z0-9-]{1,64}$/),
        basisPoints: vine.number().withoutDecimals().range([1, WHOLE_BP]),
      })
    )
    .maxLength(MOST_CAUSES),
})

/** Transfers by their references; without a list, all of the month. */
export const transfersValidator = vine.create({
  references: vine
    .array(vine.string().maxLength(35))
    .minLength(1)
    .maxLength(MOST_TRANSFERS)
    .optional(),
})
