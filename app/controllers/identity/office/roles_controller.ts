import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/identity/office_policy'
import { grantRole, revokeRole } from '#services/identity/roles'
import { roleValidator } from '#validators/identity/office'
import { fieldError } from '#validators/identity/field_error'
import { Clock } from '#values/clock'

/** Giving and taking staff roles: for administrators, each time with a reason. */
@inject()
export default class RolesController {
  constructor(private clock: Clock) {}

  async store(ctx: HttpContext) {
    return this.#change(ctx, grantRole, 'role_granted')
  }

  async destroy(ctx: HttpContext) {
    return this.#change(ctx, revokeRole, 'role_revoked')
  }

  async #change(ctx: HttpContext, change: typeof grantRole | typeof revokeRole, done: string) {
    const { auth, bouncer, request, params, session, response, i18n } = ctx
    await bouncer.with(OfficePolicy).authorize('manageRoles')
    const { role, reason } = await request.validateUsing(roleValidator)
    const result = await change({
      actor: auth.getUserOrFail(),
      accountId: params.id,
      role,
      reason,
      clock: this.clock,
    })
    if (!result.ok) throw fieldError(i18n, 'role', result.error)
    session.flash('success', i18n.t(`identity.office.accounts.${done}`))
    return response.redirect().toPath(`/identity/office/accounts/${params.id}`)
  }
}
