import vine from '@vinejs/vine'
import type { FieldContext } from '@vinejs/vine/types'
import { LEGAL_FORMS, PAYEE_KINDS } from '#services/licensing/create_rights_holder'
import { HOLDER_SORTS } from '#services/licensing/queries/rights_holder_register'
import { parseDay } from '#values/day'
import { parsePercent } from '#values/ratio'

const MOST_LINES = 50

const isDay = vine.createRule((value: unknown, _: undefined, field: FieldContext) => {
  if (!parseDay(String(value))) field.report('A date is needed', 'date', field)
})
const day = () => vine.string().trim().use(isDay())
const isPercent = vine.createRule((value: unknown, _: undefined, field: FieldContext) => {
  if (parsePercent(String(value)) === null) field.report('A percentage is needed', 'percent', field)
})
const name = () => vine.string().trim().minLength(2).maxLength(160)
const email = () => vine.string().trim().toLowerCase().email().maxLength(254).optional()

export const holderSearchValidator = vine.create({
  search: vine.string().trim().maxLength(120).optional(),
  sort: vine.enum(HOLDER_SORTS).optional(),
  page: vine.number().withoutDecimals().range([1, 100_000]).optional(),
})

export const rightsHolderValidator = vine.create({
  name: name(),
  legal_form: vine.enum(LEGAL_FORMS),
  kind: vine.enum(PAYEE_KINDS),
  email: email(),
})

export const rightsHolderEditValidator = vine.create({
  name: name(),
  legal_form: vine.enum(LEGAL_FORMS),
  email: email(),
})

export const licenceValidator = vine.create({
  licence_text_id: vine.string().uuid(),
  rights_holder_id: vine.string().uuid(),
  signer_name: vine.string().trim().minLength(2).maxLength(160),
  signed_on: day(),
  ends_on: day().optional(),
  statement: vine.string().trim().minLength(10).maxLength(1000).optional(),
  collecting_society: vine.string().trim().maxLength(80).optional(),
  collecting_society_consent: vine.string().trim().maxLength(300).optional(),
  grants_paid_use: vine.accepted().optional(),
})

/** Whether the shares make the whole, the sheet itself says. */
export const splitSheetValidator = vine.create({
  valid_from: day(),
  lines: vine
    .array(
      vine.object({
        payee_id: vine.string().uuid(),
        role: vine.enum(PAYEE_KINDS),
        part: vine
          .string()
          .trim()
          .use(isPercent())
          .transform((text) => parsePercent(text)!),
      })
    )
    .maxLength(MOST_LINES),
})

export const shareRefusalValidator = vine.create({
  reason: vine.string().trim().minLength(3).maxLength(500),
})
