import app from '@adonisjs/core/services/app'
import { errors as bouncerErrors } from '@adonisjs/bouncer'
import { type HttpContext, ExceptionHandler } from '@adonisjs/core/http'
import type { HttpError, StatusPageRange, StatusPageRenderer } from '@adonisjs/core/types/http'
import { SharesError } from '#services/shares/errors'
import { refusalText } from '#transformers/shares/refusal'
import { errorWords, keepsItsPage } from '#exceptions/error_words'

/** Of what somebody else may have put into a link. */
const LONGEST_SHOWN = 40

export default class HttpExceptionHandler extends ExceptionHandler {
  protected debug = !app.inProduction
  protected renderStatusPages = true

  protected statusPages: Record<StatusPageRange, StatusPageRenderer> = {
    '403': (_, { inertia }) => inertia.render('errors/forbidden', {}),
    '404': (_, { inertia }) => inertia.render('errors/not_found', {}),
    '429': (_, { inertia }) => inertia.render('errors/too_many_requests', {}),
    '500..599': (_, { inertia }) => inertia.render('errors/server_error', {}),
  }

  /** A page that is not for this person is a page too; a refused form goes back where it was. */
  async handle(error: unknown, ctx: HttpContext) {
    if (error instanceof SharesError) return this.#refuse(error, ctx)
    const refusedPage =
      error instanceof bouncerErrors.E_AUTHORIZATION_FAILURE &&
      ctx.request.method() === 'GET' &&
      ctx.request.accepts(['html', 'json']) === 'html'
    if (!refusedPage) return super.handle(error, ctx)
    ctx.response.status(403)
    return ctx.response.send(await ctx.inertia.render('errors/forbidden', {}))
  }

  /**
   * What breaks again while a failure is told goes to the log: nobody is shown what the framework
   * would say of it, for it names tables and files.
   */
  async renderErrorAsHTML(error: HttpError, ctx: HttpContext) {
    if (keepsItsPage(ctx.request)) return this.renderErrorAsJSON(error, ctx)
    if (error.status < 500) return super.renderErrorAsHTML(error, ctx)
    ctx.response.status(error.status)
    try {
      await super.renderErrorAsHTML(error, ctx)
    } catch (second) {
      ctx.logger.fatal({ err: second }, 'The page of a failure failed too')
      ctx.response.type('text/plain').send(errorWords(error, ctx))
    }
  }

  /** Scripts, and forms that wait for an answer: one sentence. */
  async renderErrorAsJSON(error: HttpError, ctx: HttpContext) {
    const isScript = !keepsItsPage(ctx.request)
    if (isScript && this.isDebuggingEnabled(ctx)) return super.renderErrorAsJSON(error, ctx)
    ctx.response.status(error.status).send({ message: errorWords(error, ctx) })
  }

  async renderErrorAsJSONAPI(error: HttpError, ctx: HttpContext) {
    if (this.isDebuggingEnabled(ctx)) return super.renderErrorAsJSONAPI(error, ctx)
    const { code, status } = error
    ctx.response.status(status).send({ errors: [{ title: errorWords(error, ctx), code, status }] })
  }

  /** An address with a wrong query that comes from no page opens without it, and says why. */
  async renderValidationErrorAsHTML(error: HttpError, ctx: HttpContext) {
    const { request, session, response, i18n } = ctx
    const hasQuery = request.method() === 'GET' && Object.keys(request.qs()).length > 0
    if (!hasQuery || request.header('referer')) return super.renderValidationErrorAsHTML(error, ctx)
    const [{ field }]: { field: string }[] = error.messages
    const value = String(request.input(field, '')).slice(0, LONGEST_SHOWN)
    session.flashValidationErrors(error)
    session.flash('error', i18n.t('errors.wrong_query', { field, value }))
    return response.redirect().toPath(request.url())
  }

  /** What the register refuses in the middle of another domain's act is told in words. */
  #refuse({ refusal }: SharesError, { session, i18n, response }: HttpContext) {
    session.flashExcept(['_csrf'])
    session.flash('error', refusalText(i18n, refusal))
    return response.redirect().back()
  }
}
