import type { HttpContext } from '@adonisjs/core/http'
import type { HttpError } from '@adonisjs/core/types/http'

type Said = Pick<HttpError, 'status' | 'code' | 'message'>

/**
 * True for a form that is sent and for a part of a page that is asked again: an error's page in its
 * place would take away what somebody has typed. The browser shows the sentence above it instead.
 */
export function keepsItsPage(request: HttpContext['request']): boolean {
  if (!request.header('x-inertia')) return false
  return request.method() !== 'GET' || request.header('x-inertia-partial-component') !== undefined
}

/** What may be said of an error to whoever asked; what broke inside is for the log alone. */
export function errorWords({ status, code, message }: Said, ctx: HttpContext): string {
  // Not there yet where it broke before the language was known.
  const { i18n } = ctx as Partial<HttpContext>
  const isForm = keepsItsPage(ctx.request)
  if (status < 500 && !isForm) return message
  const key = status < 500 ? code : isForm ? 'E_BROKEN_FORM' : 'E_BROKEN'
  const otherwise = status < 500 ? message : 'Something broke on our side.'
  return i18n?.t(`errors.${key}`, {}, otherwise) ?? otherwise
}
