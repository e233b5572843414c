import { BaseSchema } from '@adonisjs/lucid/schema'

/** Applications for membership: what was typed, signed, decided. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE applications (
        id uuid PRIMARY KEY,
        -- What people quote and write into their transfer.
        reference text NOT NULL UNIQUE,
        account_id uuid REFERENCES accounts (id),
        member_id uuid REFERENCES members (id),
        kind text NOT NULL CHECK (kind IN ('natural', 'legal', 'public_body')),
        category_code text NOT NULL,
        shares integer NOT NULL CHECK (shares > 0),
        nominal_cents bigint NOT NULL CHECK (nominal_cents > 0),
        -- What is paid at once; the rest is called within the paid-up rule.
        first_payment_cents bigint NOT NULL CHECK (first_payment_cents > 0),
        given_name text, family_name text, birth_date date, birth_place text, nationality text,
        legal_name text, legal_form text,
        siren text CHECK (siren ~ '^[0-9]{9}$'),
        siret text CHECK (siret ~ '^[0-9]{14}$'),
        representative_name text, representative_capacity text,
        email text NOT NULL CHECK (email = lower(email) AND length(email) <= 254),
        phone text,
        street text NOT NULL, postcode text NOT NULL, city text NOT NULL,
        country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
        iban text,
        motivation text,
        locale text NOT NULL CHECK (locale IN ('fr', 'en')),
        person_key text NOT NULL,
        statute_profile_id uuid NOT NULL REFERENCES statute_profiles (id),
        consent_email_notices boolean NOT NULL,
        consent_newsletter boolean NOT NULL,
        state text NOT NULL CHECK (state IN ('unsigned', 'submitted', 'admitted', 'refused', 'withdrawn', 'lapsed')),
        -- One-time code: HMAC, when it ends, how often it was tried.
        code_hash text, code_expires_at timestamptz, code_attempts integer NOT NULL DEFAULT 0,
        -- Lets an applicant without account come back to the application.
        access_token_hash text UNIQUE,
        signed_at timestamptz,
        -- The signed bulletin (RFC 8785 JSON) and its SHA-256; evidence of the signature.
        bulletin jsonb,
        bulletin_sha256 text CHECK (bulletin_sha256 ~ '^[0-9a-f]{64}$'),
        evidence jsonb,
        decided_at timestamptz, decided_by_label text,
        decision_body text CHECK (decision_body IN ('board', 'assembly')),
        decision_reference text, decision_date date, refusal_reason text,
        -- Emptied once with the member's own details, when the law no longer asks to keep them.
        erased_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz,
        CHECK ((state = 'unsigned') = (signed_at IS NULL) OR state IN ('withdrawn', 'lapsed')),
        CHECK (signed_at IS NULL OR (bulletin IS NOT NULL AND bulletin_sha256 IS NOT NULL AND evidence IS NOT NULL)),
        CHECK (state NOT IN ('admitted', 'refused') OR (decided_at IS NOT NULL AND decision_reference IS NOT NULL)),
        CHECK (state <> 'refused' OR refusal_reason IS NOT NULL),
        CHECK (state <> 'admitted' OR member_id IS NOT NULL),
        CHECK (first_payment_cents <= shares * nominal_cents)
      );
      CREATE INDEX applications_state ON applications (state, created_at);
      CREATE INDEX applications_search ON applications USING gin (
        plain_text(coalesce(given_name, '') || ' ' || coalesce(family_name, '') || ' ' ||
                   coalesce(legal_name, '') || ' ' || email || ' ' || reference) gin_trgm_ops);
      CREATE INDEX applications_person_key ON applications (person_key);

      -- What was signed stays as it was signed.
      CREATE FUNCTION guard_application() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' AND OLD.signed_at IS NULL THEN RETURN OLD; END IF;
        IF TG_OP = 'UPDATE' AND OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL
           AND (OLD.state IN ('refused', 'withdrawn') OR EXISTS (
             SELECT 1 FROM members WHERE id = OLD.member_id AND erased_at IS NOT NULL)) THEN
          RETURN NEW;
        END IF;
        IF TG_OP = 'DELETE' OR (OLD.signed_at IS NOT NULL AND (
             NEW.bulletin, NEW.bulletin_sha256, NEW.evidence, NEW.signed_at, NEW.shares, NEW.nominal_cents,
             NEW.first_payment_cents, NEW.category_code, NEW.kind) IS DISTINCT FROM (
             OLD.bulletin, OLD.bulletin_sha256, OLD.evidence, OLD.signed_at, OLD.shares, OLD.nominal_cents,
             OLD.first_payment_cents, OLD.category_code, OLD.kind)) THEN
          RAISE EXCEPTION 'a signed application is never changed or deleted: withdraw it and sign a new one'
            USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER applications_guard BEFORE UPDATE OR DELETE ON applications
        FOR EACH ROW EXECUTE FUNCTION guard_application();

      CREATE TABLE application_documents (
        id uuid PRIMARY KEY,
        application_id uuid NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
        code text NOT NULL,
        file_name text NOT NULL CHECK (length(file_name) <= 200),
        mime_type text NOT NULL CHECK (mime_type IN ('application/pdf', 'image/jpeg', 'image/png')),
        byte_size integer NOT NULL CHECK (byte_size > 0),
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        storage_path text NOT NULL,
        uploaded_at timestamptz NOT NULL,
        uploaded_by_label text NOT NULL
      );
      CREATE INDEX application_documents_application ON application_documents (application_id);

      -- The application's story, for its page and for the member's timeline.
      CREATE TABLE application_events (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        application_id uuid NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
        at timestamptz NOT NULL,
        kind text NOT NULL,
        actor_label text NOT NULL,
        detail jsonb
      );
      CREATE INDEX application_events_application ON application_events (application_id, id);
      CREATE TRIGGER application_events_append_only BEFORE UPDATE ON application_events
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      -- Who may open the form: anyone, or only people who already have an account; the last row counts.
      CREATE TABLE join_settings (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        form text NOT NULL CHECK (form IN ('anyone', 'account')),
        reason text NOT NULL,
        recorded_at timestamptz NOT NULL,
        recorded_by_label text NOT NULL
      );
      CREATE TRIGGER join_settings_append_only BEFORE UPDATE OR DELETE ON join_settings
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      CREATE TABLE saved_views (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        page text NOT NULL CHECK (length(page) <= 60),
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
        query text NOT NULL CHECK (length(query) <= 1000),
        created_at timestamptz NOT NULL,
        UNIQUE (account_id, page, name)
      );
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TABLE saved_views, join_settings, application_events, application_documents, applications;
      DROP FUNCTION guard_application();
    `)
  }
}
