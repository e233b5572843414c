import vine from '@vinejs/vine'
import type { FieldContext } from '@vinejs/vine/types'

const PASSWORD_LENGTH_MIN = 12
const DISTINCT_SIGNS_MIN = 5

/** Length is what protects: no digits or signs are asked for, only not to repeat oneself. */
const hardToGuess = vine.createRule((value: unknown, _: undefined, field: FieldContext) => {
  if (typeof value !== 'string') return
  const email = String(field.data.email ?? '').toLowerCase()
  const plain = value.toLowerCase()
  const isOwnName = email !== '' && (plain === email || plain === email.split('@')[0])
  if (new Set(plain).size < DISTINCT_SIGNS_MIN || isOwnName) {
    field.report('This password is too easy to guess', 'hardToGuess', field)
  }
})

const email = () => vine.string().trim().toLowerCase().email().maxLength(254)
const fullName = () => vine.string().trim().minLength(1).maxLength(120)
const newPassword = () =>
  vine.string().minLength(PASSWORD_LENGTH_MIN).maxLength(200).use(hardToGuess())
const locale = () => vine.enum(['fr', 'en'] as const)
const code = () => vine.string().trim().minLength(6).maxLength(40)
/** The password or the six digits of the telephone, shown again. */
const proof = () => vine.string().minLength(1).maxLength(200)
const reason = () => vine.string().trim().minLength(3).maxLength(500)

export const signUpValidator = vine.create({
  full_name: fullName(),
  email: email(),
  password: newPassword(),
  accepts_terms: vine.accepted(),
})

export const signInValidator = vine.create({
  email: vine.string().trim().toLowerCase().maxLength(254),
  password: vine.string().maxLength(200),
})

export const emailValidator = vine.create({ email: email() })
export const newPasswordValidator = vine.create({ password: newPassword() })
export const profileValidator = vine.create({ full_name: fullName(), locale: locale() })
export const codeValidator = vine.create({ code: code() })
export const closingValidator = vine.create({ password: vine.string(), confirmed: vine.accepted() })

export const passwordChangeValidator = vine.create({
  current_password: vine.string().maxLength(200),
  password: newPassword(),
})

export const emailChangeValidator = vine.create({
  email: email(),
  current_password: vine.string().maxLength(200),
})

export const apiTokenValidator = vine.create({
  name: vine.string().trim().minLength(1).maxLength(80),
  days: vine.number().in([30, 90, 365]),
  proof: proof(),
})

export const proofValidator = vine.create({ proof: proof() })

export const reasonValidator = vine.create({ reason: reason() })
