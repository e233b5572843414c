import db from '@adonisjs/lucid/services/db'
import Account from '#models/identity/account'
import AccountRole from '#models/identity/account_role'
import { type Actor, actorAccountId, recordAuditEvent } from '#services/identity/record_audit_event'
import type { Role } from '#services/identity/capabilities'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import { err, ok, type Result } from '#values/result'

type RoleChange = {
  actor: Actor
  accountId: string
  role: Role
  reason?: string | null
  clock: Clock
}

/** Gives a staff role; giving it twice changes nothing. */
export async function grantRole(input: RoleChange): Promise<Result<void, 'account_closed'>> {
  return db.transaction(async (trx) => {
    const account = await Account.query({ client: trx })
      .where('id', input.accountId)
      .forUpdate()
      .firstOrFail()
    if (account.closedAt || account.disabledAt) return err('account_closed')
    const held = await AccountRole.query({ client: trx })
      .where({ account_id: account.id, role: input.role })
      .first()
    if (held) return ok(undefined)
    await AccountRole.create(
      {
        id: newId(),
        accountId: account.id,
        role: input.role,
        grantedByAccountId: actorAccountId(input.actor),
        grantedAt: input.clock.now(),
      },
      { client: trx }
    )
    await recordAuditEvent(trx, {
      actor: input.actor,
      action: 'identity.grant_role',
      subject: { type: 'account', id: account.id },
      after: { role: input.role, person: account.fullName },
      reason: input.reason,
      clock: input.clock,
    })
    return ok(undefined)
  })
}

/** Takes a staff role back. The last administrator stays: nobody could name another. */
export async function revokeRole(input: RoleChange): Promise<Result<void, 'last_administrator'>> {
  return db.transaction(async (trx) => {
    const administrators = await AccountRole.query({ client: trx })
      .where('role', 'administrator')
      .forUpdate()
    const isLast =
      input.role === 'administrator' &&
      administrators.length === 1 &&
      administrators[0].accountId === input.accountId
    if (isLast) return err('last_administrator')
    const held = await AccountRole.query({ client: trx })
      .where({ account_id: input.accountId, role: input.role })
      .first()
    if (!held) return ok(undefined)
    await held.delete()
    await recordAuditEvent(trx, {
      actor: input.actor,
      action: 'identity.revoke_role',
      subject: { type: 'account', id: input.accountId },
      before: { role: input.role },
      reason: input.reason,
      clock: input.clock,
    })
    return ok(undefined)
  })
}
