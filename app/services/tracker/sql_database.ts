import type { ClientBase } from 'pg'

/** A connection as the driver knows it: COPY and prepared statements need it raw. */
export type SqlClient = Pick<ClientBase, 'query'>

/** Where the tracker's services take their connections from. */
export interface SqlDatabase {
  use<T>(work: (client: SqlClient) => Promise<T>): Promise<T>
  /** Commits what `work` did, or nothing of it when it throws. */
  transaction<T>(work: (client: SqlClient) => Promise<T>): Promise<T>
}
