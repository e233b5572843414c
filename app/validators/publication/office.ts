import vine from '@vinejs/vine'

const hash = () => vine.string().regex(/^0x[0-9a-fA-F]{64}$/)

/** The fingerprints that were on the screen when the person said yes. */
export const approvalValidator = vine.create({ root: hash(), docHash: hash() })
