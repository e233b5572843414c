import type { ClientBase } from 'pg'
import type { CloseKey } from '#services/royalties/close/steps'

/** The last closed month before one: its balances and carried amounts open that one. */
export async function previousClosed(period: string, client: ClientBase): Promise<CloseKey | null> {
  const { rows } = await client.query(
    `SELECT period, revision FROM periods
      WHERE period < $1 AND state NOT IN ('open', 'closing') ORDER BY period DESC LIMIT 1`,
    [period]
  )
  return rows[0] ?? null
}
