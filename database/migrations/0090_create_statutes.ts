import { BaseSchema } from '@adonisjs/lucid/schema'

/** Versions of the co-operative's statutes, as settings that the program obeys. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      -- The board reads and decides on members; it holds no other office.
      ALTER TABLE account_roles DROP CONSTRAINT account_roles_role_check;
      ALTER TABLE account_roles ADD CONSTRAINT account_roles_role_check
        CHECK (role IN ('administrator', 'secretary', 'moderator', 'treasurer', 'board'));

      CREATE TABLE statute_profiles (
        id uuid PRIMARY KEY,
        -- null while a draft; then 1, 2, 3 …
        version integer UNIQUE CHECK (version > 0),
        state text NOT NULL CHECK (state IN ('draft', 'adopted', 'discarded')),
        based_on_id uuid REFERENCES statute_profiles (id),
        label text NOT NULL CHECK (length(label) BETWEEN 1 AND 160),
        settings jsonb NOT NULL,
        -- The words as they are drafted (Markdown, a number written as {its name}), from which the
        -- statutes as people read them are made, and the hash that a signature names.
        source_fr text NOT NULL DEFAULT '',
        source_en text NOT NULL DEFAULT '',
        body_fr text NOT NULL,
        body_en text NOT NULL,
        body_sha256 text NOT NULL CHECK (body_sha256 ~ '^[0-9a-f]{64}$'),
        resolution_reference text CHECK (length(resolution_reference) BETWEEN 1 AND 160),
        resolution_date date,
        effective_on date,
        adopted_by_label text,
        adopted_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz,
        CHECK ((state = 'adopted') = (version IS NOT NULL)),
        CHECK (state <> 'adopted' OR (resolution_reference IS NOT NULL AND resolution_date IS NOT NULL
          AND effective_on IS NOT NULL AND adopted_by_label IS NOT NULL AND adopted_at IS NOT NULL)),
        CHECK (effective_on >= resolution_date)
      );
      CREATE INDEX statute_profiles_in_force ON statute_profiles (effective_on DESC, version DESC)
        WHERE state = 'adopted';

      -- What was adopted stays as it was adopted.
      CREATE FUNCTION guard_statute_profile() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.state <> 'draft' OR (TG_OP = 'DELETE') THEN
          RAISE EXCEPTION 'a version of the statutes that is % is never changed: draft a new one', OLD.state
            USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.state = 'adopted' AND (
             NEW.version <> (SELECT coalesce(max(version), 0) + 1 FROM statute_profiles)
          OR NEW.effective_on < (SELECT coalesce(max(effective_on), '-infinity') FROM statute_profiles
                                  WHERE state = 'adopted')) THEN
          RAISE EXCEPTION 'versions of the statutes follow one another, in number and in time'
            USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER statute_profiles_guard BEFORE UPDATE OR DELETE ON statute_profiles
        FOR EACH ROW EXECUTE FUNCTION guard_statute_profile();

      -- The version in force on a day: the one place where SQL and services ask.
      CREATE FUNCTION statutes_on(day date) RETURNS statute_profiles LANGUAGE sql STABLE AS $$
        SELECT * FROM statute_profiles WHERE state = 'adopted' AND effective_on <= day
         ORDER BY effective_on DESC, version DESC LIMIT 1
      $$;
    `)
  }

  async down() {
    this.schema.raw(`
      DROP FUNCTION statutes_on(date);
      DROP TABLE statute_profiles;
      DROP FUNCTION guard_statute_profile();
      DELETE FROM account_roles WHERE role = 'board';
      ALTER TABLE account_roles DROP CONSTRAINT account_roles_role_check;
      ALTER TABLE account_roles ADD CONSTRAINT account_roles_role_check
        CHECK (role IN ('administrator', 'secretary', 'moderator', 'treasurer'));
    `)
  }
}
