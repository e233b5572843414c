import { errors } from '@vinejs/vine'
import type { HttpContext } from '@adonisjs/core/http'
import type { I18n } from '@adonisjs/i18n'
import { MembershipError } from '#services/membership/errors'
import { dayInWords } from '#values/day'

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** A refusal in the reader's language, days written out, missing steps named. */
export function membershipRefusal(i18n: I18n, error: MembershipError): string {
  const figures = Object.fromEntries(
    Object.entries(error.figures).map(([name, value]) => [name, written(i18n, name, value)])
  )
  return i18n.t(`membership.refusals.${error.code}`, figures, error.message)
}

function written(i18n: I18n, name: string, value: string | number): string | number {
  if (name === 'missing') {
    const steps = String(value).split(',')
    return steps.map((step) => i18n.t(`membership.exclusion.missing.${step}`)).join(', ')
  }
  if (typeof value !== 'string' || !DAY.test(value)) return value
  return dayInWords(value, i18n.locale)
}

/**
 * Runs an act on a member. What is refused stands beside the field it is about, or on top of the
 * page when it is about none; true when it was done.
 */
export async function actOnMember(
  { i18n, session }: HttpContext,
  act: () => Promise<unknown>
): Promise<boolean> {
  try {
    await act()
    return true
  } catch (error) {
    if (!(error instanceof MembershipError)) throw error
    const message = membershipRefusal(i18n, error)
    if (error.field) {
      throw new errors.E_VALIDATION_ERROR([{ field: error.field, rule: error.code, message }])
    }
    session.flash('error', message)
    return false
  }
}
