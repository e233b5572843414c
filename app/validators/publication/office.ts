import vine from '@vinejs/vine'
import { CAPACITIES } from '#models/publication/approval_mandate'

const hash = () => vine.string().regex(/^0x[0-9a-fA-F]{64}$/)
const day = () => vine.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)

/** The fingerprints that were on the screen when the person said yes. */
export const approvalValidator = vine.create({ root: hash(), docHash: hash() })

export const mandateValidator = vine.create({
  account_id: vine.string().uuid(),
  capacity: vine.enum(CAPACITIES),
  starts_on: day(),
  ends_on: day().optional(),
})

export const mandateEndValidator = vine.create({ ends_on: day() })
