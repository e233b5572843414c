import db from '@adonisjs/lucid/services/db'

/** The schema does not change while tests run. */
const known = new Map<string, Promise<string[]>>()

/**
 * Empties tables and whatever refers to them. Guards and foreign keys are off for that, as only the
 * role of a throw-away database may have it: most of the tables are empty, and TRUNCATE would make
 * each anew. Who still writes in one is waited for a while and then named, not for ever.
 */
export async function emptyTables(names: string): Promise<void> {
  if (!known.has(names)) known.set(names, withReferring(names))
  const tables = await known.get(names)!
  await db.rawQuery(`
    DO $$
    DECLARE one text; is_filled boolean;
    BEGIN
      PERFORM set_config('lock_timeout', '20s', true);
      LOCK TABLE ${tables.join(', ')} IN SHARE ROW EXCLUSIVE MODE;
      PERFORM set_config('session_replication_role', 'replica', true);
      FOREACH one IN ARRAY ARRAY['${tables.join("', '")}'] LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', one) INTO is_filled;
        IF is_filled THEN EXECUTE format('DELETE FROM %s', one); END IF;
      END LOOP;
      PERFORM set_config('session_replication_role', 'origin', true);
    END $$`)
}

async function withReferring(names: string): Promise<string[]> {
  const { rows } = await db.rawQuery(
    `WITH RECURSIVE emptied (id) AS (
       SELECT trim(name)::regclass::oid FROM regexp_split_to_table(:names, ',') AS name
       UNION
       SELECT conrelid FROM pg_constraint JOIN emptied ON confrelid = id WHERE contype = 'f'
     )
     SELECT id::regclass::text AS name FROM emptied ORDER BY name`,
    { names }
  )
  return rows.map(({ name }: { name: string }) => name)
}
