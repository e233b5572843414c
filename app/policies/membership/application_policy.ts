import { allowGuest, BasePolicy } from '@adonisjs/bouncer'
import type Account from '#models/identity/account'
import type Application from '#models/membership/application'
import { hasCapability } from '#services/identity/capabilities'

/** Who may follow an application, and what the office may do with all of them. */
export default class ApplicationPolicy extends BasePolicy {
  /** Whose account it is, and whoever came by the secret link: `known` are the ids it opened. */
  @allowGuest()
  follow(account: Account | null, application: Application, known: string[]) {
    return known.includes(application.id) || (!!account && application.accountId === account.id)
  }

  view(account: Account) {
    return hasCapability(account, 'membership.view')
  }

  manage(account: Account) {
    return hasCapability(account, 'membership.manage')
  }

  decide(account: Account) {
    return hasCapability(account, 'membership.decide')
  }
}
