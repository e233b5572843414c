import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE accounts (
        id uuid PRIMARY KEY,
        email text NOT NULL CHECK (email = lower(email) AND length(email) <= 254),
        full_name text NOT NULL CHECK (length(full_name) BETWEEN 1 AND 120),
        password text NOT NULL,
        locale text NOT NULL DEFAULT 'fr' CHECK (locale IN ('fr', 'en')),
        email_verified_at timestamptz,
        pending_email text CHECK (pending_email = lower(pending_email) AND length(pending_email) <= 254),
        totp_secret text,
        totp_confirmed_at timestamptz,
        totp_last_step bigint,
        disabled_at timestamptz,
        closed_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz,
        UNIQUE (email)
      );
      CREATE INDEX accounts_search ON accounts USING gin (plain_text(full_name || ' ' || email) gin_trgm_ops);

      CREATE TABLE account_roles (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        role text NOT NULL CHECK (role IN ('administrator', 'secretary', 'moderator', 'treasurer')),
        granted_by_account_id uuid REFERENCES accounts (id),
        granted_at timestamptz NOT NULL,
        UNIQUE (account_id, role)
      );

      CREATE TABLE account_tokens (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        purpose text NOT NULL CHECK (purpose IN ('email_verification', 'email_change', 'password_reset', 'totp_recovery')),
        token_hash text NOT NULL UNIQUE,
        -- null: a recovery code, good until it is used or replaced
        expires_at timestamptz,
        used_at timestamptz,
        created_at timestamptz NOT NULL
      );
      CREATE INDEX account_tokens_account_id ON account_tokens (account_id);

      CREATE TABLE auth_access_tokens (
        id serial PRIMARY KEY,
        tokenable_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        type text NOT NULL,
        name text,
        hash text NOT NULL,
        abilities text NOT NULL,
        created_at timestamptz,
        updated_at timestamptz,
        last_used_at timestamptz,
        expires_at timestamptz
      );

      CREATE TABLE session_labels (
        session_id varchar(255) PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        user_agent text,
        address text,
        started_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        revoked_at timestamptz
      );
      CREATE INDEX session_labels_account_id ON session_labels (account_id);

      CREATE TABLE audit_events (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL,
        actor_account_id uuid,
        actor_label text NOT NULL,
        action text NOT NULL,
        subject_type text NOT NULL,
        subject_id text NOT NULL,
        before jsonb,
        after jsonb,
        reason text
      );
      CREATE INDEX audit_events_at ON audit_events (at DESC, id DESC);
      CREATE INDEX audit_events_actor ON audit_events (actor_account_id);
      CREATE INDEX audit_events_subject ON audit_events (subject_type, subject_id);
      CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE ON audit_events
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      CREATE TABLE legal_texts (
        id uuid PRIMARY KEY,
        slug text NOT NULL CHECK (slug IN ('mentions-legales', 'confidentialite', 'conditions')),
        locale text NOT NULL CHECK (locale IN ('fr', 'en')),
        version integer NOT NULL CHECK (version > 0),
        title text NOT NULL,
        body text NOT NULL,
        published_at timestamptz NOT NULL,
        published_by_account_id uuid REFERENCES accounts (id),
        UNIQUE (slug, locale, version)
      );
      CREATE TRIGGER legal_texts_append_only BEFORE UPDATE OR DELETE ON legal_texts
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      CREATE TABLE outbox_mails (
        id uuid PRIMARY KEY,
        recipients text NOT NULL,
        subject text NOT NULL,
        text_body text,
        html_body text,
        sent_at timestamptz NOT NULL
      );
    `)
  }

  async down() {
    this.schema.raw(
      'DROP TABLE outbox_mails, legal_texts, audit_events, session_labels, auth_access_tokens, account_tokens, account_roles, accounts'
    )
  }
}
