import type { ClientBase } from 'pg'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { rawClient } from '#database/raw_client'
import type { CloseKey } from '#services/royalties/close/steps'
import type { Clock } from '#values/clock'

/** What a part of the close works with: its month, its transaction, the raw connection, the time. */
export type CloseContext = CloseKey & {
  readonly trx: TransactionClientContract
  readonly client: ClientBase
  readonly clock: Clock
}

export async function closeContext(
  key: CloseKey,
  clock: Clock,
  trx: TransactionClientContract
): Promise<CloseContext> {
  return { ...key, clock, trx, client: await rawClient(trx) }
}

/** Figures that a step shows: decimal strings and counts. */
export type Figures = Record<string, string | number>
