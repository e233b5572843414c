import { BaseSchema } from '@adonisjs/lucid/schema'

/** What each run of the invariants found, kept: whoever asks later sees when something broke. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE check_runs (
        id uuid PRIMARY KEY,
        -- nightly: every invariant; watch: the few that cannot wait, kept when their answer changes.
        kind text NOT NULL CHECK (kind IN ('nightly', 'watch')),
        started_at timestamptz NOT NULL,
        finished_at timestamptz NOT NULL CHECK (finished_at >= started_at)
      );
      CREATE INDEX check_runs_kind ON check_runs (kind, started_at);
      CREATE TRIGGER check_runs_append_only BEFORE UPDATE OR DELETE ON check_runs
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      CREATE TABLE check_results (
        run_id uuid NOT NULL REFERENCES check_runs (id),
        name text NOT NULL,
        sentence text NOT NULL,
        -- What does not hold; null when it holds.
        failure text,
        -- False when the check stopped on an error and has confirmed nothing.
        ended boolean NOT NULL CHECK (ended OR failure IS NOT NULL),
        PRIMARY KEY (run_id, name)
      );
      CREATE TRIGGER check_results_append_only BEFORE UPDATE OR DELETE ON check_results
        FOR EACH ROW EXECUTE FUNCTION forbid_change();
    `)
  }

  async down() {
    this.schema.raw('DROP TABLE check_results, check_runs')
  }
}
