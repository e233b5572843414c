import type { Client, ClientBase } from 'pg'

/** Why a role is not what the application can run as. */
export class UnfitRoleError extends Error {
  constructor(readonly reason: 'unknown' | 'superuser' | 'owner' | 'queue') {
    super(`The role does not fit: ${reason}`)
  }
}

/**
 * Lets a role read and write rows and no more: it owns no table, so that it can neither switch a
 * trigger off, nor empty a table whole, nor change one. Run by the owner after `migration:run`;
 * running it again changes nothing. Tables of later migrations are granted as they are made.
 *
 * @param options.newQueue whether a queue that another role has kept so far may go
 * @throws UnfitRoleError for a role that does not exist, may do everything, or owns the tables; for a
 *   queue of another's that may not go
 */
export async function grantApplication(
  client: Client | ClientBase,
  role: string,
  { newQueue = false } = {}
): Promise<void> {
  await refuseUnfit(client, role)
  const { rows } = await client.query(
    'SELECT quote_ident($1) AS role, quote_ident(current_database()) AS database',
    [role]
  )
  const [named] = rows as { role: string; database: string }[]
  await leaveQueue(client, role, newQueue)
  for (const statement of grantsTo(named)) await client.query(statement)
}

/**
 * The queue's tables belong to whoever runs it, for it changes them itself. Nothing is in it that
 * the tables do not ask for again: a queue of the owner's may go, once nobody works on it.
 */
async function leaveQueue(client: Client | ClientBase, role: string, newQueue: boolean) {
  const { rows } = await client.query(
    `SELECT 1 FROM pg_namespace WHERE nspname = 'bullmq' AND pg_get_userbyid(nspowner) <> $1`,
    [role]
  )
  if (rows.length === 0) return
  if (!newQueue) throw new UnfitRoleError('queue')
  await client.query('DROP SCHEMA bullmq CASCADE')
}

async function refuseUnfit(client: Client | ClientBase, role: string): Promise<void> {
  const { rows } = await client.query(
    `SELECT rolsuper AS is_super,
            pg_has_role(oid, (SELECT relowner FROM pg_class WHERE oid = 'members'::regclass), 'MEMBER') AS is_owner
       FROM pg_roles WHERE rolname = $1`,
    [role]
  )
  if (rows.length === 0) throw new UnfitRoleError('unknown')
  if (rows[0].is_super) throw new UnfitRoleError('superuser')
  if (rows[0].is_owner) throw new UnfitRoleError('owner')
}

/** CREATE on the database is for the queue, which keeps its own schema; TEMPORARY for the close. */
function grantsTo({ role, database }: { role: string; database: string }): string[] {
  return [
    `GRANT CONNECT, TEMPORARY, CREATE ON DATABASE ${database} TO ${role}`,
    `GRANT USAGE ON SCHEMA public TO ${role}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role}`,
    `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${role}`,
    `REVOKE INSERT, UPDATE, DELETE ON adonis_schema, adonis_schema_versions FROM ${role}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${role}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ${role}`,
  ]
}
