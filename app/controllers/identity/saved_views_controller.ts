import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { deleteView, saveView } from '#services/identity/saved_views'
import { fieldError } from '#validators/identity/field_error'
import { savedViewValidator } from '#validators/identity/saved_view'
import { Clock } from '#values/clock'

/** The lists of the office as each person likes to find them again. */
@inject()
export default class SavedViewsController {
  constructor(protected clock: Clock) {}

  async store({ auth, request, response, session, i18n }: HttpContext) {
    const { page, name, filter } = await request.validateUsing(savedViewValidator)
    const accountId = auth.getUserOrFail().id
    const view = await saveView({ accountId, page, name, query: filter ?? '', clock: this.clock })
    if (!view) throw fieldError(i18n, 'name', 'too_many_views')
    session.flash('success', i18n.t('ui.views.saved', { name: view.name }))
    return response.redirect().back()
  }

  async destroy({ auth, params, response }: HttpContext) {
    await deleteView(auth.getUserOrFail().id, params.id)
    return response.redirect().back()
  }
}
