import vine from '@vinejs/vine'
import type { FieldContext } from '@vinejs/vine/types'
import { DateTime } from 'luxon'
import { TIME_ZONE } from '#values/clock'
import { parseDay } from '#values/day'

const LONGEST_TEXT = 20_000

/** `2026-06-16T18:00` of Paris; null for a day or an hour that does not exist. */
function parseMoment(text: string): DateTime | null {
  const found = /^([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})$/.exec(text)
  if (!found) return null
  const moment = DateTime.fromISO(`${found[1]}T${found[2]}`, { zone: TIME_ZONE })
  /** An hour that the change to summer time skips is moved by the library: it does not exist. */
  const isReal =
    moment.isValid && moment.toFormat("yyyy-LL-dd'T'HH:mm") === `${found[1]}T${found[2]}`
  return isReal ? moment : null
}

const isMoment = vine.createRule((value: unknown, _: undefined, field: FieldContext) => {
  if (!parseMoment(String(value))) field.report('A day and an hour are needed', 'moment', field)
})
const isDay = vine.createRule((value: unknown, _: undefined, field: FieldContext) => {
  if (!parseDay(String(value))) field.report('A date is needed', 'date', field)
})
const moment = () =>
  vine
    .string()
    .trim()
    .use(isMoment())
    .transform((text): DateTime => parseMoment(text)!)
const day = () =>
  vine
    .string()
    .trim()
    .use(isDay())
    .transform((text): DateTime => parseDay(text)!)
const words = (longest: number) => vine.string().trim().maxLength(longest)
const title = (longest: number) => words(longest).minLength(2)

export const assemblyValidator = vine.create({
  kind: vine.enum(['ordinary', 'extraordinary', 'mixed', 'board', 'consultation'] as const),
  /** Which body meets, for a board. */
  body_code: words(60).optional(),
  presence: vine.enum(['room', 'remote', 'both'] as const),
  title: title(160),
  starts_at: moment(),
  place: words(300).optional(),
  remote_link: vine
    .string()
    .trim()
    .url({ protocols: ['https', 'http'] })
    .maxLength(500)
    .optional(),
  remote_from: moment().optional(),
  remote_until: moment().optional(),
})

export const secondCallValidator = vine.create({
  starts_at: moment(),
  place: words(300).optional(),
  remote_link: vine
    .string()
    .trim()
    .url({ protocols: ['https', 'http'] })
    .maxLength(500)
    .optional(),
})

export const postponementValidator = vine.create({ starts_at: moment(), reason: title(1000) })
export const cancellationValidator = vine.create({ reason: title(1000) })

export const itemValidator = vine.create({
  title: title(200),
  text: words(LONGEST_TEXT).optional(),
})
export const itemRequestValidator = vine.create({
  title: title(200),
  text: words(LONGEST_TEXT).optional(),
  member_number: vine.number().withoutDecimals().positive(),
  signatories: vine.number().withoutDecimals().range([1, 1_000_000]),
})
export const moveValidator = vine.create({ direction: vine.enum(['up', 'down'] as const) })

export const resolutionValidator = vine.create({
  item_id: vine.string().uuid(),
  title: title(200),
  text: title(LONGEST_TEXT),
  type: vine.enum(['decision', 'election', 'revocation'] as const),
  majority: vine.enum(['ordinary', 'extraordinary'] as const),
  from_board: vine.enum(['yes', 'no'] as const),
  /** `statutes:<id>`: the kind of the linked change and which one. */
  change: vine
    .string()
    .trim()
    .regex(/^(none|(statutes|royalties_policy|surplus|exclusion|mandate):[A-Za-z0-9-]{1,64})$/)
    .optional(),
  body_code: words(60).optional(),
  seats: vine.number().withoutDecimals().range([1, 100]).optional(),
})

export const candidateValidator = vine.create({
  member_number: vine.number().withoutDecimals().positive(),
  statement: words(5000).optional(),
})

export const documentValidator = vine.create({ title: title(160) })

export const postingValidator = vine.create({
  kind: vine.enum(['notice', 'reminder', 'cancellation', 'postponement'] as const),
  posted_on: day(),
  proof: title(200),
})

/** What came back, and what stood on it. */
export const returnValidator = vine.create({ reason: title(200) })

export const lettersValidator = vine.create({
  kind: vine.enum(['notice', 'cancellation', 'postponement'] as const).optional(),
})
export const proofPageValidator = vine.create({
  page: vine.number().withoutDecimals().range([1, 100_000]).optional(),
})

export const amendmentValidator = vine.create({
  text: title(LONGEST_TEXT),
  reason: words(2000).optional(),
})
export const amendmentAnswerValidator = vine.create({
  decision: vine.enum(['accepted', 'rejected'] as const),
  answer: words(2000).optional(),
})
export const commentValidator = vine.create({ body: title(5000) })
export const commentRemovalValidator = vine.create({ reason: title(1000) })
export const questionValidator = vine.create({ body: title(5000) })
export const answerValidator = vine.create({ answer: title(5000) })
