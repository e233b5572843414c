import { BasePolicy } from '@adonisjs/bouncer'
import type Account from '#models/identity/account'
import { hasCapability } from '#services/identity/capabilities'

/** What the staff may do with accounts, roles, the audit trail and the legal texts. */
export default class OfficePolicy extends BasePolicy {
  viewAccounts(account: Account) {
    return hasCapability(account, 'identity.view_accounts')
  }

  manageAccounts(account: Account) {
    return hasCapability(account, 'identity.manage_accounts')
  }

  manageRoles(account: Account) {
    return hasCapability(account, 'identity.manage_roles')
  }

  resetSecondFactor(account: Account) {
    return hasCapability(account, 'identity.reset_second_factor')
  }

  viewAuditTrail(account: Account) {
    return hasCapability(account, 'identity.view_audit_trail')
  }

  editLegalTexts(account: Account) {
    return hasCapability(account, 'identity.edit_legal_texts')
  }
}
