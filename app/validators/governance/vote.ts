import vine from '@vinejs/vine'
import governanceConfig from '#config/governance'

const uuid = () => vine.string().uuid()
const number = () => vine.number().withoutDecimals().range([1, 2_000_000_000])
const name = () => vine.string().trim().minLength(2).maxLength(200)
/** The law asks for two where shares count (R225-101); a room of hundreds may want more hands. */
const TELLERS_MAX = 4
const line = (length: number) => vine.string().trim().maxLength(length)

const said = {
  choice: vine.enum(['yes', 'no', 'abstain', 'blank'] as const).optional(),
  candidates: vine.array(uuid()).maxLength(100).optional(),
}

/** `elector` is left out for one's own vote. */
export const ballotValidator = vine.create({ ...said, elector: uuid().optional() })

/** `by`: who says it at the desk, where they carry the elector's proxy. */
export const recordedBallotValidator = vine.create({
  ...said,
  elector: uuid(),
  by: uuid().optional(),
})

/** Without `minutes` the chair closes the vote. */
export const openingValidator = vine.create({
  minutes: vine
    .number()
    .withoutDecimals()
    .range([1, governanceConfig.longestVoteMinutes])
    .optional(),
})

/** Without a number the proxy is blank: that has to be said. */
export const proxyValidator = vine.create({
  blank: vine.boolean().optional(),
  number: number().optional().requiredWhen('blank', '!=', true),
  name: name().optional().requiredWhen('blank', '!=', true),
})

export const proxyAnswerValidator = vine.create({
  answer: vine.enum(['accepted', 'refused'] as const),
})

/** What stands on the paper: the numbers of the register; no holder for a blank one. */
export const paperProxyValidator = vine.create({
  from: number(),
  to: number().optional(),
})

export const attendanceValidator = vine.create({
  mode: vine.enum(['room', 'remote'] as const),
  member: uuid().optional().requiredIfMissing('code'),
  code: line(40).minLength(1).optional(),
})

export const bureauValidator = vine.create({
  chair: number(),
  /** An account's id. */
  secretary: uuid(),
  /** Numbers of the register. */
  tellers: vine.array(number()).maxLength(TELLERS_MAX).optional(),
})

export const revocationValidator = vine.create({ mandate: uuid() })

/** Whoever opens has read that somebody was not called in time. */
export const sittingValidator = vine.create({ despite_notices: vine.boolean().optional() })
