import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@adonisjs/core'
import OfficePolicy from '#policies/licensing/office_policy'
import { createRightsHolder } from '#services/licensing/create_rights_holder'
import { editRightsHolder } from '#services/licensing/edit_rights_holder'
import { rightsHolderRegister } from '#services/licensing/queries/rights_holder_register'
import {
  holderSearchValidator,
  rightsHolderEditValidator,
  rightsHolderValidator,
} from '#validators/licensing/office'
import { Clock } from '#values/clock'

/** Those who license works and are paid for their use. */
@inject()
export default class RightsHoldersController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, inertia, request }: HttpContext) {
    const office = bouncer.with(OfficePolicy)
    await office.authorize('view')
    const filter = await request.validateUsing(holderSearchValidator)
    return inertia.render('licensing/office/rights_holders', {
      ...(await rightsHolderRegister(filter)),
      filters: { search: filter.search ?? null, sort: filter.sort ?? ('name' as string) },
      may: { manage: await office.allows('manage') },
    })
  }

  async store({ auth, bouncer, request, response, session, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    const asked = await request.validateUsing(rightsHolderValidator)
    const { name, legal_form: legalForm, kind: payeeKind, email = null } = asked
    const actor = auth.getUserOrFail()
    await createRightsHolder({ name, legalForm, payeeKind, email, actor, clock: this.clock })
    session.flash('success', i18n.t('licensing.office.added', { name }))
    return response.redirect().toRoute('licensing.office.rights_holders.index')
  }

  async update({ auth, bouncer, params, request, response, session, i18n }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('manage')
    const asked = await request.validateUsing(rightsHolderEditValidator)
    const { name, legal_form: legalForm, email = null } = asked
    const act = { payeeId: params.id as string, actor: auth.getUserOrFail(), clock: this.clock }
    const outcome = await editRightsHolder({ name, legalForm, email, ...act })
    if (!outcome.ok) throw new errors.E_ROUTE_NOT_FOUND(['POST', request.url()])
    session.flash('success', i18n.t('licensing.office.corrected', { name }))
    return response.redirect().back()
  }
}
