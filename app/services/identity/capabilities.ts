import AccountRole from '#models/identity/account_role'

export const ROLES = ['administrator', 'secretary', 'moderator', 'treasurer', 'board'] as const
export type Role = (typeof ROLES)[number]

/**
 * The one catalogue of what the staff may do, and which roles may. Policies read it; nothing else
 * decides. An administrator runs the house but does not touch money: that is the treasurer's.
 */
export const CAPABILITIES = {
  'identity.view_accounts': ['administrator', 'secretary', 'treasurer'],
  'identity.manage_accounts': ['administrator', 'secretary'],
  'identity.manage_roles': ['administrator'],
  'identity.reset_second_factor': ['administrator'],
  'identity.view_audit_trail': ['administrator', 'secretary', 'treasurer', 'board'],
  'identity.edit_legal_texts': ['administrator', 'secretary'],
  'statutes.view': ['administrator', 'secretary', 'moderator', 'treasurer', 'board'],
  'statutes.manage': ['administrator', 'secretary'],
  'membership.view': ['administrator', 'secretary', 'treasurer', 'board'],
  'membership.manage': ['secretary'],
  'membership.decide': ['secretary', 'board'],
  'shares.view': ['administrator', 'secretary', 'treasurer', 'board'],
  'shares.manage': ['secretary', 'treasurer'],
  'shares.record_money': ['treasurer'],
  'shares.allocate_surplus': ['treasurer'],
  'governance.view': ['administrator', 'secretary', 'treasurer', 'board'],
  'governance.manage': ['secretary'],
  'governance.chair': ['secretary', 'board'],
  'catalogue.view': ['administrator', 'secretary', 'moderator', 'treasurer'],
  'catalogue.manage': ['administrator', 'moderator'],
  'catalogue.moderate': ['moderator'],
  'licensing.view': ['administrator', 'secretary', 'moderator', 'treasurer'],
  'licensing.manage': ['administrator', 'secretary', 'moderator'],
  'subscriptions.view': ['administrator', 'secretary', 'treasurer'],
  'subscriptions.manage_payments': ['treasurer'],
  'subscriptions.revoke_tokens': ['administrator', 'secretary'],
  'tracker.view': ['administrator', 'moderator', 'treasurer'],
  'royalties.view': ['administrator', 'secretary', 'treasurer'],
  'royalties.close_period': ['treasurer'],
  'royalties.manage_policy': ['treasurer'],
  'royalties.record_payouts': ['treasurer'],
  'ledger.view': ['administrator', 'treasurer'],
  'invariants.view': ['administrator', 'secretary', 'treasurer', 'board'],
  'publication.view': ['administrator', 'secretary', 'moderator', 'treasurer'],
  'publication.publish': ['treasurer'],
  'publication.manage_mandates': ['administrator', 'secretary'],
} as const satisfies Record<string, readonly Role[]>

export type Capability = keyof typeof CAPABILITIES

/** The roles that an account holds now; read afresh, so that a revoked role stops at once. */
export async function rolesOf(accountId: string): Promise<Role[]> {
  const rows = await AccountRole.query().where('account_id', accountId).orderBy('role')
  return rows.map((row) => row.role)
}

/** True if one of the roles allows the capability. */
export function rolesAllow(roles: readonly string[], capability: Capability): boolean {
  const allowed: readonly string[] = CAPABILITIES[capability]
  return roles.some((role) => allowed.includes(role))
}

/** True if the account's roles allow the capability. For policies: `authorize` decides, not this. */
export async function hasCapability(account: { id: string }, capability: Capability) {
  return rolesAllow(await rolesOf(account.id), capability)
}

/** Every capability that the roles give, for the front to show only what can be done. */
export function capabilitiesOf(roles: readonly string[]): Capability[] {
  return (Object.keys(CAPABILITIES) as Capability[]).filter((name) => rolesAllow(roles, name))
}
