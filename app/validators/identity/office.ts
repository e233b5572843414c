import vine from '@vinejs/vine'
import { ROLES } from '#services/identity/capabilities'
import { ACCOUNT_SORTS } from '#services/identity/queries/search_accounts'

const page = () => vine.number().withoutDecimals().range([1, 100_000]).optional()
const search = () => vine.string().trim().maxLength(120).optional()
const day = () =>
  vine
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional()

export const accountSearchValidator = vine.create({
  search: search(),
  role: vine.enum([...ROLES, 'staff'] as const).optional(),
  sort: vine.enum(ACCOUNT_SORTS).optional(),
  page: page(),
})

export const auditSearchValidator = vine.create({
  search: search(),
  action: vine.string().maxLength(80).optional(),
  from: day(),
  to: day(),
  page: page(),
})

export const roleValidator = vine.create({
  role: vine.enum(ROLES),
  reason: vine.string().trim().minLength(3).maxLength(500),
})

export const legalTextValidator = vine.create({
  locale: vine.enum(['fr', 'en'] as const),
  title: vine.string().trim().minLength(1).maxLength(200),
  body: vine.string().trim().minLength(1).maxLength(100_000),
  reason: vine.string().trim().minLength(3).maxLength(500),
})
