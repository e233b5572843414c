import vine from '@vinejs/vine'
import type { FieldContext } from '@vinejs/vine/types'
import { ARTIST_SORTS } from '#services/catalogue/queries/artist_register'
import { WORK_SORTS, WORK_STATES } from '#services/catalogue/queries/work_register'

const plainIsrc = (text: string) => text.replace(/[\s-]/g, '').toUpperCase() || undefined
const isIsrc = vine.createRule((value: unknown, _: undefined, field: FieldContext) => {
  if (!/^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$/.test(String(value))) {
    field.report('An ISRC is needed', 'isrc', field)
  }
})

export const workSearchValidator = vine.create({
  search: vine.string().trim().maxLength(120).optional(),
  state: vine.enum(WORK_STATES).optional(),
  /** Only those whose newest split sheet somebody has not accepted. */
  shares: vine.enum(['waiting'] as const).optional(),
  sort: vine.enum(WORK_SORTS).optional(),
  page: vine.number().withoutDecimals().range([1, 100_000]).optional(),
})

/** Whether a reason is needed, the move itself says. */
export const workMoveValidator = vine.create({
  to: vine.enum(WORK_STATES),
  reason: vine.string().trim().maxLength(500).optional(),
})

export const artistSearchValidator = vine.create({
  search: vine.string().trim().maxLength(120).optional(),
  sort: vine.enum(ARTIST_SORTS).optional(),
  page: vine.number().withoutDecimals().range([1, 100_000]).optional(),
})

const words = () => vine.string().trim().maxLength(4000).optional()

/** `none` stands for no rights-holder: a list of choices has no empty one. */
export const artistValidator = vine.create({
  name: vine.string().trim().minLength(1).maxLength(160),
  rights_holder_id: vine
    .string()
    .trim()
    .regex(/^(none|[0-9a-f-]{36})$/),
  bio_fr: words(),
  bio_en: words(),
})

/** What a draft says of itself, until it is submitted. */
const draftWords = () => ({
  title: vine.string().trim().minLength(1).maxLength(200),
  /** As people write it, FR-AB1-26-00001 too. */
  isrc: vine
    .string()
    .parse((value) => (typeof value === 'string' ? plainIsrc(value) : value))
    .use(isIsrc())
    .optional(),
  description_fr: words(),
  description_en: words(),
})

export const draftValidator = vine.create(draftWords())

export const workValidator = vine.create({
  ...draftWords(),
  artist_id: vine.string().uuid(),
  kind: vine.enum(['audio', 'video'] as const),
})
