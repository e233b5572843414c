import type { SqlClient, SqlDatabase } from '#services/tracker/sql_database'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/** What knex hides in its client: the pool's own connections. */
interface ConnectionSource {
  acquireConnection(): Promise<SqlClient>
  releaseConnection(connection: SqlClient): Promise<void>
}

/**
 * The raw connection behind a transaction of the framework, so that the tracker's services join
 * the transaction of their caller.
 */
export async function connectionOf(trx: TransactionClientContract): Promise<SqlClient> {
  const { client } = trx.knexClient as unknown as { client: ConnectionSource }
  return client.acquireConnection()
}

/** The framework's pool, seen as the tracker needs it. */
export const lucidDatabase: SqlDatabase = {
  async use(work) {
    const connection = db.connection()
    if (connection.isTransaction) {
      return work(await connectionOf(connection as unknown as TransactionClientContract))
    }
    const source = connection.getWriteClient().client as unknown as ConnectionSource
    const client = await source.acquireConnection()
    try {
      return await work(client)
    } finally {
      await source.releaseConnection(client)
    }
  },

  transaction(work) {
    return db.transaction(async (trx) => work(await connectionOf(trx)))
  },
}
