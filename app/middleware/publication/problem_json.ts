import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Sign in, or send a bearer token made on your account page',
  403: 'Not yours to see',
  404: 'Not found',
  429: 'Too many requests',
}

/**
 * An API answers problem+json (RFC 9457) whatever went wrong. Where a page would send a person to
 * the sign-in form, a script is told that it is not signed in.
 */
export async function problemJson({ response, request }: HttpContext, next: NextFn) {
  // Errors become answers for scripts, not pages.
  request.request.headers.accept = 'application/json'
  await next()
  const answered = response.getStatus()
  if (answered < 300) return
  const status = answered < 400 ? 401 : answered
  const body = response.getBody() as { message?: string } | undefined
  // What broke inside is for the log; what the caller did wrong is for the caller.
  const said = status === 400 || status === 404 ? body?.message : undefined
  const title = said ?? TITLES[status] ?? 'Something went wrong here'
  response.removeHeader('Location')
  response.status(status).header('Content-Type', 'application/problem+json')
  response.send(JSON.stringify({ type: 'about:blank', title, status }))
}
