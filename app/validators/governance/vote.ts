import vine from '@vinejs/vine'
import governanceConfig from '#config/governance'

const uuid = () => vine.string().uuid()
const number = () => vine.number().withoutDecimals().range([1, 2_000_000_000])
const name = () => vine.string().trim().minLength(2).maxLength(200)
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
  /** The address of an account. */
  secretary: vine.string().trim().email().maxLength(254),
  /** Numbers of the register. */
  tellers: line(60)
    .regex(/^[0-9]{1,9}([\s,;]+[0-9]{1,9}){0,3}$/)
    .optional(),
})

export const revocationValidator = vine.create({ mandate: uuid() })

/** Whoever opens has read that somebody was not called in time. */
export const sittingValidator = vine.create({ despite_notices: vine.boolean().optional() })
