import type { ClientBase } from 'pg'
import db from '@adonisjs/lucid/services/db'

/** What the query builder hides in its client: the pool's own connections. */
type ConnectionSource = {
  acquireConnection(): Promise<ClientBase>
  releaseConnection(connection: ClientBase): Promise<void>
}

const LOCK = 'SELECT pg_advisory_lock(hashtextextended($1, 0))'
const UNLOCK = 'SELECT pg_advisory_unlock(hashtextextended($1, 0))'

/**
 * Runs `work` while no other process, on whatever machine, works for this sender on this chain.
 * The lock belongs to a session of its own: no transaction stays open while nodes are asked, and a
 * process that dies gives it back with its connection.
 */
export async function holdingSender<T>(
  chainId: number,
  sender: string,
  work: () => Promise<T>
): Promise<T> {
  const source = db.connection().getWriteClient().client as unknown as ConnectionSource
  const name = `publication|${chainId}|${sender.toLowerCase()}`
  const connection = await source.acquireConnection()
  try {
    await connection.query(LOCK, [name])
    try {
      return await work()
    } finally {
      await connection.query(UNLOCK, [name])
    }
  } finally {
    await source.releaseConnection(connection)
  }
}
