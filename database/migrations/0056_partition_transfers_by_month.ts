import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Transfers are statistics, and many: a month in a table of its own can be dropped whole. The
 * function is called ahead of each month; what came before it lies in the default partition and
 * is moved.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE FUNCTION ensure_transfer_partition(month text) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        stem text := 'transfer_deltas_' || replace(month, '-', '_');
        low timestamptz;
        high timestamptz;
      BEGIN
        IF month !~ '^[0-9]{4}-(0[1-9]|1[0-2])$' THEN
          RAISE EXCEPTION 'not a month: %', month;
        END IF;
        IF to_regclass(stem) IS NOT NULL THEN RETURN; END IF;
        PERFORM pg_advisory_xact_lock(hashtext('ensure_transfer_partition'));
        -- Read from the table itself: the cache that to_regclass asks may be from before the wait.
        IF EXISTS (SELECT FROM pg_class WHERE relname = stem AND relnamespace = current_schema()::regnamespace) THEN RETURN; END IF;
        low := (month || '-01')::timestamp AT TIME ZONE 'Europe/Paris';
        high := ((month || '-01')::timestamp + interval '1 month') AT TIME ZONE 'Europe/Paris';
        -- Nobody writes to the default partition while its rows of the month are moved.
        LOCK TABLE transfer_deltas_default IN ACCESS EXCLUSIVE MODE;
        EXECUTE format('CREATE TABLE %I (LIKE transfer_deltas INCLUDING ALL)', stem);
        EXECUTE format('WITH moved AS (DELETE FROM transfer_deltas_default WHERE at >= %L AND at < %L RETURNING *) INSERT INTO %I SELECT * FROM moved', low, high, stem);
        EXECUTE format('ALTER TABLE transfer_deltas ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', stem, low, high);
      END $$;
    `)
  }

  async down() {
    this.schema.raw('DROP FUNCTION ensure_transfer_partition(text)')
  }
}
