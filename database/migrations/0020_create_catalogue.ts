import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE rights_holders (
        id uuid PRIMARY KEY,
        account_id uuid REFERENCES accounts (id),
        name text NOT NULL,
        legal_form text NOT NULL CHECK (legal_form IN ('person', 'group', 'company', 'association')),
        created_at timestamptz NOT NULL
      );

      CREATE TABLE payees (
        id uuid PRIMARY KEY,
        account_id uuid REFERENCES accounts (id),
        rights_holder_id uuid REFERENCES rights_holders (id),
        name text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('author', 'performer', 'producer', 'label', 'publisher')),
        created_at timestamptz NOT NULL
      );
      CREATE INDEX payees_account_id ON payees (account_id);

      CREATE TABLE licence_texts (
        id uuid PRIMARY KEY,
        code text NOT NULL,
        version text NOT NULL,
        title_fr text NOT NULL,
        title_en text NOT NULL,
        body_fr text NOT NULL,
        body_en text NOT NULL,
        url text,
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        is_open boolean NOT NULL,
        allows_paid_use boolean NOT NULL,
        effective_from date NOT NULL,
        UNIQUE (code, version)
      );
      CREATE TRIGGER licence_texts_append_only BEFORE UPDATE OR DELETE ON licence_texts
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      CREATE TABLE artists (
        id uuid PRIMARY KEY,
        rights_holder_id uuid REFERENCES rights_holders (id),
        name text NOT NULL,
        slug text NOT NULL UNIQUE,
        bio_fr text,
        bio_en text,
        created_at timestamptz NOT NULL
      );
      CREATE INDEX artists_search ON artists USING gin (plain_text(name) gin_trgm_ops);

      CREATE TABLE works (
        id uuid PRIMARY KEY,
        artist_id uuid NOT NULL REFERENCES artists (id),
        title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
        slug text NOT NULL UNIQUE,
        kind text NOT NULL CHECK (kind IN ('audio', 'video')),
        state text NOT NULL DEFAULT 'draft' CHECK (state IN
          ('draft', 'submitted', 'in_review', 'postponed', 'approved', 'rejected', 'published', 'withdrawn')),
        description_fr text,
        description_en text,
        cover_path text,
        duration_ms integer CHECK (duration_ms > 0),
        isrc text CHECK (isrc ~ '^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$'),
        published_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz
      );
      CREATE INDEX works_artist_id ON works (artist_id);
      CREATE INDEX works_state ON works (state, published_at);
      CREATE INDEX works_search ON works USING gin (plain_text(title) gin_trgm_ops);

      CREATE TABLE work_state_changes (
        id uuid PRIMARY KEY,
        work_id uuid NOT NULL REFERENCES works (id),
        from_state text,
        to_state text NOT NULL,
        reason text,
        actor_account_id uuid REFERENCES accounts (id),
        at timestamptz NOT NULL
      );
      CREATE INDEX work_state_changes_work_id ON work_state_changes (work_id, at);
      CREATE TRIGGER work_state_changes_append_only BEFORE UPDATE OR DELETE ON work_state_changes
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      CREATE TABLE media_files (
        id uuid PRIMARY KEY,
        work_id uuid NOT NULL REFERENCES works (id),
        position integer NOT NULL DEFAULT 1 CHECK (position > 0),
        file_name text NOT NULL CHECK (file_name !~ '[/\\\\]'),
        storage_path text NOT NULL,
        mime_type text NOT NULL,
        byte_length bigint NOT NULL CHECK (byte_length > 0),
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        duration_ms integer,
        created_at timestamptz NOT NULL,
        UNIQUE (work_id, position)
      );

      CREATE TABLE torrents (
        id uuid PRIMARY KEY,
        work_id uuid NOT NULL REFERENCES works (id),
        info_hash text NOT NULL UNIQUE CHECK (info_hash ~ '^[0-9a-f]{40}$'),
        name text NOT NULL,
        piece_length integer NOT NULL,
        byte_length bigint NOT NULL,
        metainfo bytea NOT NULL,
        created_at timestamptz NOT NULL
      );
      CREATE INDEX torrents_work_id ON torrents (work_id);
      CREATE TRIGGER torrents_append_only BEFORE UPDATE OR DELETE ON torrents
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      CREATE TABLE licences (
        id uuid PRIMARY KEY,
        work_id uuid NOT NULL REFERENCES works (id),
        rights_holder_id uuid NOT NULL REFERENCES rights_holders (id),
        licence_text_id uuid NOT NULL REFERENCES licence_texts (id),
        text_sha256 text NOT NULL,
        signer_name text NOT NULL,
        signer_account_id uuid REFERENCES accounts (id),
        evidence jsonb NOT NULL,
        signed_at timestamptz NOT NULL,
        ends_on date
      );
      CREATE INDEX licences_work_id ON licences (work_id);

      CREATE TABLE split_sheets (
        id uuid PRIMARY KEY,
        work_id uuid NOT NULL REFERENCES works (id),
        version integer NOT NULL CHECK (version > 0),
        valid_from date NOT NULL,
        proposed_by_account_id uuid REFERENCES accounts (id),
        created_at timestamptz NOT NULL,
        UNIQUE (work_id, version)
      );
      CREATE TRIGGER split_sheets_append_only BEFORE UPDATE OR DELETE ON split_sheets
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      CREATE TABLE split_lines (
        id uuid PRIMARY KEY,
        split_sheet_id uuid NOT NULL REFERENCES split_sheets (id),
        payee_id uuid NOT NULL REFERENCES payees (id),
        role text NOT NULL CHECK (role IN ('author', 'performer', 'producer', 'label', 'publisher')),
        basis_points integer NOT NULL CHECK (basis_points BETWEEN 1 AND 10000),
        accepted_at timestamptz,
        accepted_by_account_id uuid REFERENCES accounts (id),
        UNIQUE (split_sheet_id, payee_id)
      );
      CREATE INDEX split_lines_payee_id ON split_lines (payee_id);

      -- P17: a sheet sums to 10 000 basis points when its transaction ends.
      CREATE FUNCTION check_split_sheet_sum() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE total integer;
      BEGIN
        SELECT coalesce(sum(basis_points), 0) INTO total FROM split_lines
          WHERE split_sheet_id = coalesce(NEW.split_sheet_id, OLD.split_sheet_id);
        IF total <> 10000 THEN
          RAISE EXCEPTION 'split sheet % sums to % basis points, not 10000',
            coalesce(NEW.split_sheet_id, OLD.split_sheet_id), total USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER split_lines_sum AFTER INSERT OR UPDATE OR DELETE ON split_lines
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_split_sheet_sum();

      -- Only the acceptance of a line may be filled in, once.
      CREATE FUNCTION guard_split_line() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' OR OLD.accepted_at IS NOT NULL
          OR (NEW.split_sheet_id, NEW.payee_id, NEW.role, NEW.basis_points)
             IS DISTINCT FROM (OLD.split_sheet_id, OLD.payee_id, OLD.role, OLD.basis_points) THEN
          RAISE EXCEPTION 'a split line is only ever accepted: propose a new sheet' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER split_lines_guard BEFORE UPDATE OR DELETE ON split_lines
        FOR EACH ROW EXECUTE FUNCTION guard_split_line();
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TABLE split_lines, split_sheets, licences, torrents, media_files, work_state_changes, works, artists, licence_texts, payees, rights_holders;
      DROP FUNCTION guard_split_line(), check_split_sheet_sum();
    `)
  }
}
