import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { connectionOf } from '#services/tracker/lucid_database'
import type { SqlClient } from '#services/tracker/sql_database'
import type { Clock } from '#values/clock'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/**
 * Revokes a subscriber's token for a work, or all the subscriber's tokens: every tracker process
 * refuses them within `directoryCacheSeconds`, and the next one issued is of a new generation.
 * Other tokens are not affected (P4).
 *
 * @returns how many tokens were in force
 */
export async function revokeAnnounceTokens(
  client: SqlClient,
  { subscriberId, workId, clock }: { subscriberId: string; workId?: string; clock: Clock }
): Promise<number> {
  const { rowCount } = await client.query(
    `UPDATE announce_tokens SET revoked_at = $3
      WHERE subscriber_id = $1 AND ($2::uuid IS NULL OR work_id = $2) AND revoked_at IS NULL`,
    [subscriberId, workId ?? null, clock.now().toISO()]
  )
  return rowCount ?? 0
}

/** All tokens of the person behind an account, in the transaction that shuts them out. */
export async function revokeTokensOfAccount(
  trx: TransactionClientContract,
  accountId: string,
  clock: Clock
): Promise<void> {
  const subscriber = await trx.from('subscribers').where('account_id', accountId).first()
  if (!subscriber) return
  await revokeAnnounceTokens(await connectionOf(trx), { subscriberId: subscriber.id, clock })
}

/**
 * The office revokes all tokens of a subscriber, with a reason: a torrent of theirs went around.
 * Whoever still subscribes takes their works' torrents again, with new tokens.
 *
 * @returns how many tokens were in force
 */
export async function revokeTokensByStaff(act: {
  subscriberId: string
  reason: string
  actor: Actor
  clock: Clock
}): Promise<number> {
  const { subscriberId, reason, actor, clock } = act
  return db.transaction(async (trx) => {
    const revoked = await revokeAnnounceTokens(await connectionOf(trx), { subscriberId, clock })
    if (revoked === 0) return 0
    await recordAuditEvent(trx, {
      actor,
      action: 'tracker.revoke_tokens',
      subject: { type: 'subscriber', id: subscriberId },
      after: { revoked },
      reason,
      clock,
    })
    return revoked
  })
}
