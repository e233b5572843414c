import type { HttpContext } from '@adonisjs/core/http'
import Account from '#models/identity/account'
import OfficePolicy from '#policies/identity/office_policy'
import { ROLES } from '#services/identity/capabilities'
import { searchAccounts } from '#services/identity/queries/search_accounts'
import { historyOf } from '#services/identity/queries/search_audit_events'
import { accountsAsCsv } from '#services/identity/accounts_csv'
import { sendCsv } from '#transformers/documents/send_csv'
import AccountTransformer from '#transformers/identity/account_transformer'
import AuditEventTransformer from '#transformers/identity/audit_event_transformer'
import { accountSearchValidator } from '#validators/identity/office'

export default class AccountsController {
  async index({ inertia, bouncer, request }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('viewAccounts')
    const filter = await request.validateUsing(accountSearchValidator)
    const found = await searchAccounts(filter)
    return inertia.render('identity/office/accounts', {
      accounts: AccountTransformer.transform(found.all()),
      paging: { page: found.currentPage, perPage: found.perPage, total: found.total },
      search: filter.search ?? '',
      role: (filter.role ?? '') as string,
      sort: (filter.sort ?? 'name') as string,
    })
  }

  async export(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('viewAccounts')
    const filter = await ctx.request.validateUsing(accountSearchValidator)
    return sendCsv(ctx, 'accounts', accountsAsCsv(filter))
  }

  async show({ inertia, bouncer, params }: HttpContext) {
    const office = bouncer.with(OfficePolicy)
    await office.authorize('viewAccounts')
    const account = await Account.query().where('id', params.id).preload('roles').firstOrFail()
    const history = await historyOf({ type: 'account', id: account.id })
    return inertia.render('identity/office/account', {
      person: AccountTransformer.transform(account),
      history: AuditEventTransformer.transform(history),
      allRoles: [...ROLES] as string[],
      can: {
        manageAccounts: await office.allows('manageAccounts'),
        manageRoles: await office.allows('manageRoles'),
        resetSecondFactor: await office.allows('resetSecondFactor'),
      },
    })
  }
}
