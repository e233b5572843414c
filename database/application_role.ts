import type { Client, ClientBase } from 'pg'

/** A role that may not be what the application runs as; `reason` says which of the causes it is. */
export class UnfitRoleError extends Error {
  constructor(readonly reason: 'unknown' | 'superuser' | 'owner') {
    super(`The role does not fit: ${reason}`)
  }
}

/**
 * Lets a role read and write rows and no more: it owns no table, so that it can neither switch a
 * trigger off, nor empty a table whole, nor change one. Run by the owner after `migration:run`;
 * running it again changes nothing. Tables of later migrations are granted as they are made.
 *
 * @throws UnfitRoleError for a role that does not exist, may do everything, or owns the tables
 */
export async function grantApplication(client: Client | ClientBase, role: string): Promise<void> {
  await refuseUnfit(client, role)
  const { rows } = await client.query(
    'SELECT quote_ident($1) AS role, quote_ident(current_database()) AS database',
    [role]
  )
  const [named] = rows as { role: string; database: string }[]
  for (const statement of grantsTo(named)) await client.query(statement)
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
