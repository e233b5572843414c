import { BaseSchema } from '@adonisjs/lucid/schema'

/** What stays of a meeting: rules drafted for a vote, what is published, who contests, who signs. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      -- A royalties rule as a resolution proposes it: in force only once it is adopted.
      CREATE TABLE policy_drafts (
        id uuid PRIMARY KEY,
        title text NOT NULL CHECK (length(title) BETWEEN 3 AND 200),
        terms jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        created_by_label text NOT NULL,
        policy_id uuid UNIQUE REFERENCES policies (id),
        discarded_at timestamptz,
        updated_at timestamptz,
        CHECK (policy_id IS NULL OR discarded_at IS NULL)
      );

      -- What the co-operative shows everybody of its decisions.
      ALTER TABLE resolutions ADD COLUMN published_at timestamptz,
        ADD CONSTRAINT published_adopted CHECK (published_at IS NULL OR outcome = 'adopted');

      -- The one code that signs just this text of the minutes (C29).
      CREATE TABLE minutes_codes (
        minutes_id uuid NOT NULL REFERENCES minutes (id),
        account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        code_hash text NOT NULL,
        expires_at timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        PRIMARY KEY (minutes_id, account_id)
      );

      -- C30: what somebody holds against a vote, and how many ballots that concerns.
      CREATE TABLE resolution_contests (
        id uuid PRIMARY KEY,
        resolution_id uuid NOT NULL REFERENCES resolutions (id),
        claimant text NOT NULL CHECK (length(claimant) BETWEEN 1 AND 160),
        grounds text NOT NULL CHECK (length(grounds) BETWEEN 10 AND 5000),
        ballots integer NOT NULL CHECK (ballots >= 0),
        received_on date NOT NULL,
        recorded_at timestamptz NOT NULL,
        recorded_by_label text NOT NULL
      );
      CREATE INDEX resolution_contests_resolution ON resolution_contests (resolution_id);
      CREATE TRIGGER resolution_contests_append_only BEFORE UPDATE OR DELETE ON resolution_contests
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      -- Once signed and sealed, the minutes are what they are (C29).
      CREATE FUNCTION guard_minutes() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.sealed_at IS NOT NULL THEN
          RAISE EXCEPTION 'sealed minutes do not change' USING ERRCODE = 'check_violation', CONSTRAINT = 'minutes_sealed';
        END IF;
        IF TG_OP = 'UPDATE' AND OLD.sha256 IS DISTINCT FROM NEW.sha256
           AND EXISTS (SELECT 1 FROM minutes_signatures WHERE minutes_id = OLD.id) THEN
          RAISE EXCEPTION 'signed minutes do not change' USING ERRCODE = 'check_violation', CONSTRAINT = 'minutes_signed';
        END IF;
        RETURN coalesce(NEW, OLD);
      END $$;
      CREATE TRIGGER minutes_guard BEFORE UPDATE OR DELETE ON minutes
        FOR EACH ROW EXECUTE FUNCTION guard_minutes();
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TRIGGER minutes_guard ON minutes;
      DROP FUNCTION guard_minutes();
      DROP TABLE resolution_contests, minutes_codes;
      ALTER TABLE resolutions DROP COLUMN published_at;
      DROP TABLE policy_drafts;
    `)
  }
}
