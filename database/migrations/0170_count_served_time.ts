import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * A page that could not be heard was not silent: the web servers keep one mark of when they last
 * served, and the time between two marks that lie too far apart is kept for good (C20).
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE service_mark (
        is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
        served_at timestamptz NOT NULL
      );
      CREATE TABLE service_interruptions (
        began_at timestamptz PRIMARY KEY,
        ended_at timestamptz NOT NULL,
        CHECK (ended_at > began_at)
      );
      CREATE TRIGGER service_interruptions_append_only BEFORE UPDATE OR DELETE ON service_interruptions
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      -- How long of this time somebody could have been heard: without the interruptions that are
      -- known, and without the one that nobody has come back from yet. Null where it has no end.
      CREATE FUNCTION served_between(since timestamptz, until timestamptz, patience interval)
      RETURNS interval LANGUAGE sql STABLE AS $$
        SELECT CASE WHEN isfinite(until) THEN until - since - coalesce(sum(
                 least(gone.ended_at, until) - greatest(gone.began_at, since)), interval '0') END
          FROM (SELECT began_at, ended_at FROM service_interruptions
                UNION ALL
                SELECT served_at, until FROM service_mark WHERE served_at < until - patience) gone
         WHERE gone.ended_at > since AND gone.began_at < until
      $$;
    `)
  }

  async down() {
    this.schema.raw(`
      DROP FUNCTION served_between(timestamptz, timestamptz, interval);
      DROP TABLE service_interruptions, service_mark;
    `)
  }
}
