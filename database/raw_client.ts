import type { ClientBase } from 'pg'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/**
 * The driver's own connection behind a transaction of the framework, for COPY, arrays and
 * statements that a query builder only blurs. It belongs to the transaction: never release it.
 */
export async function rawClient(trx: TransactionClientContract): Promise<ClientBase> {
  const { client } = trx.knexClient as unknown as {
    client: { acquireConnection(): Promise<ClientBase> }
  }
  return client.acquireConnection()
}
