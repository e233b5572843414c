import { BaseSchema } from '@adonisjs/lucid/schema'

/** A meeting's file before it opens: agenda, resolutions, notice, electorate, proxies. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE assemblies (
        id uuid PRIMARY KEY,
        -- Given with the notice; no gap within a body.
        number integer CHECK (number > 0),
        body text NOT NULL CHECK (body IN ('assembly', 'board')),
        kind text NOT NULL CHECK (kind IN ('ordinary', 'extraordinary', 'mixed', 'board', 'consultation')),
        presence text NOT NULL CHECK (presence IN ('room', 'remote', 'both')),
        call integer NOT NULL CHECK (call IN (1, 2)),
        first_call_id uuid UNIQUE REFERENCES assemblies (id),
        title text NOT NULL CHECK (length(title) BETWEEN 1 AND 160),
        starts_at timestamptz NOT NULL,
        place text NOT NULL DEFAULT '',
        remote_link text NOT NULL DEFAULT '',
        -- Votes from afar before the meeting; at most 15 days (C23).
        remote_from timestamptz,
        remote_until timestamptz,
        state text NOT NULL CHECK (state IN ('draft', 'noticed', 'open', 'closed', 'signed', 'cancelled')),
        statute_profile_id uuid REFERENCES statute_profiles (id),
        noticed_at timestamptz,
        opened_at timestamptz,
        closed_at timestamptz,
        cancelled_at timestamptz,
        cancel_reason text,
        -- Blank proxies are the chair's (C24): a member.
        chair_member_id uuid REFERENCES members (id),
        secretary_name text,
        tellers text,
        electorate_frozen_at timestamptz,
        electorate_root bytea CHECK (length(electorate_root) = 32),
        created_at timestamptz NOT NULL,
        created_by_label text NOT NULL,
        updated_at timestamptz,
        UNIQUE (body, number),
        CHECK ((call = 2) = (first_call_id IS NOT NULL)),
        CHECK ((body = 'board') = (kind = 'board')),
        CHECK (presence = 'remote' OR place <> ''),
        CHECK ((state = 'draft') = (noticed_at IS NULL) OR state = 'cancelled'),
        CHECK (state NOT IN ('noticed', 'open', 'closed', 'signed') OR (number IS NOT NULL AND statute_profile_id IS NOT NULL)),
        CHECK (state NOT IN ('open', 'closed', 'signed') OR (opened_at IS NOT NULL AND electorate_root IS NOT NULL)),
        CHECK (state NOT IN ('closed', 'signed') OR closed_at IS NOT NULL),
        CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL)),
        CHECK ((remote_from IS NULL) = (remote_until IS NULL)),
        CHECK (remote_until > remote_from AND remote_until <= starts_at + interval '1 day'
               AND remote_until - remote_from <= interval '15 days')
      );
      CREATE INDEX assemblies_state ON assemblies (state, starts_at);

      CREATE TABLE agenda_items (
        id uuid PRIMARY KEY,
        assembly_id uuid NOT NULL REFERENCES assemblies (id) ON DELETE CASCADE,
        position integer NOT NULL CHECK (position > 0),
        title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
        text text NOT NULL DEFAULT '',
        -- A member with the right to adds items too.
        proposed_by_member_id uuid REFERENCES members (id),
        created_at timestamptz NOT NULL,
        UNIQUE (assembly_id, position) DEFERRABLE INITIALLY DEFERRED
      );

      CREATE TABLE resolutions (
        id uuid PRIMARY KEY,
        assembly_id uuid NOT NULL REFERENCES assemblies (id) ON DELETE CASCADE,
        agenda_item_id uuid NOT NULL REFERENCES agenda_items (id) ON DELETE CASCADE,
        number integer NOT NULL CHECK (number > 0),
        title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
        text text NOT NULL CHECK (length(text) >= 1),
        type text NOT NULL CHECK (type IN ('decision', 'election', 'revocation')),
        majority text NOT NULL CHECK (majority IN ('ordinary', 'extraordinary')),
        -- The secret ballot is a work of its own; nothing half-secret stands in meanwhile.
        ballot text NOT NULL DEFAULT 'named' CHECK (ballot IN ('named')),
        from_board boolean NOT NULL,
        -- What an adoption puts in force: the domain's draft and its id.
        effect_type text CHECK (effect_type IN ('statutes', 'royalties_policy', 'surplus', 'exclusion', 'mandate')),
        effect_id text,
        body_code text,
        seats integer CHECK (seats > 0),
        state text NOT NULL CHECK (state IN ('pending', 'open', 'closed')),
        outcome text CHECK (outcome IN ('adopted', 'rejected')),
        opened_at timestamptz,
        closed_at timestamptz,
        result jsonb,
        effected_at timestamptz,
        effect_failure text,
        created_at timestamptz NOT NULL,
        updated_at timestamptz,
        UNIQUE (assembly_id, number) DEFERRABLE INITIALLY DEFERRED,
        CHECK ((type = 'election') = (seats IS NOT NULL)),
        CHECK (type = 'decision' OR body_code IS NOT NULL),
        CHECK (effect_type IS NULL OR effect_type = 'mandate' OR effect_id IS NOT NULL),
        CHECK ((state = 'closed') = (outcome IS NOT NULL)),
        CHECK ((outcome IS NULL) = (result IS NULL)),
        CHECK (effected_at IS NULL OR outcome = 'adopted')
      );
      CREATE TABLE candidates (
        id uuid PRIMARY KEY,
        resolution_id uuid NOT NULL REFERENCES resolutions (id) ON DELETE CASCADE,
        member_id uuid NOT NULL REFERENCES members (id),
        position integer NOT NULL CHECK (position > 0),
        statement text NOT NULL DEFAULT '',
        created_at timestamptz NOT NULL,
        UNIQUE (resolution_id, member_id)
      );

      CREATE TABLE resolution_amendments (
        id uuid PRIMARY KEY,
        resolution_id uuid NOT NULL REFERENCES resolutions (id) ON DELETE CASCADE,
        member_id uuid NOT NULL REFERENCES members (id),
        text text NOT NULL CHECK (length(text) BETWEEN 1 AND 20000),
        reason text NOT NULL DEFAULT '',
        state text NOT NULL CHECK (state IN ('proposed', 'accepted', 'rejected', 'withdrawn')),
        answer text,
        created_at timestamptz NOT NULL,
        decided_at timestamptz,
        decided_by_label text
      );
      CREATE TABLE resolution_comments (
        id uuid PRIMARY KEY,
        resolution_id uuid NOT NULL REFERENCES resolutions (id) ON DELETE CASCADE,
        member_id uuid NOT NULL REFERENCES members (id),
        body text NOT NULL CHECK (length(body) BETWEEN 1 AND 5000),
        created_at timestamptz NOT NULL,
        removed_at timestamptz,
        removed_by_label text
      );
      CREATE TABLE written_questions (
        id uuid PRIMARY KEY,
        assembly_id uuid NOT NULL REFERENCES assemblies (id) ON DELETE CASCADE,
        member_id uuid NOT NULL REFERENCES members (id),
        body text NOT NULL CHECK (length(body) BETWEEN 1 AND 5000),
        asked_at timestamptz NOT NULL,
        answer text,
        answered_at timestamptz,
        answered_by_label text
      );
      CREATE TABLE assembly_documents (
        id uuid PRIMARY KEY,
        assembly_id uuid NOT NULL REFERENCES assemblies (id) ON DELETE CASCADE,
        title text NOT NULL CHECK (length(title) BETWEEN 1 AND 160),
        file_name text NOT NULL,
        mime_type text NOT NULL CHECK (mime_type IN ('application/pdf', 'image/jpeg', 'image/png')),
        byte_size integer NOT NULL CHECK (byte_size > 0),
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        storage_path text NOT NULL,
        uploaded_at timestamptz NOT NULL,
        uploaded_by_label text NOT NULL
      );

      -- What was sent to whom, by which channel, with its proof (C18, C19).
      CREATE TABLE notices (
        id uuid PRIMARY KEY,
        assembly_id uuid NOT NULL REFERENCES assemblies (id),
        member_id uuid NOT NULL REFERENCES members (id),
        kind text NOT NULL CHECK (kind IN ('notice', 'reminder', 'cancellation', 'postponement')),
        channel text NOT NULL CHECK (channel IN ('email', 'post')),
        state text NOT NULL CHECK (state IN ('queued', 'sent', 'bounced', 'posted')),
        address text NOT NULL,
        -- Opens the member's own page from the mail.
        token_hash text UNIQUE,
        sent_at timestamptz,
        opened_at timestamptz,
        proof text,
        created_at timestamptz NOT NULL,
        updated_at timestamptz,
        UNIQUE (assembly_id, member_id, kind, channel),
        CHECK (state = 'queued' OR sent_at IS NOT NULL)
      );

      -- The electorate as it stood at the opening (C23): never changed, its root published.
      CREATE TABLE electors (
        assembly_id uuid NOT NULL REFERENCES assemblies (id),
        member_id uuid NOT NULL REFERENCES members (id),
        member_number integer NOT NULL,
        display_name text NOT NULL,
        category_code text NOT NULL,
        college_code text NOT NULL,
        leaf bytea NOT NULL CHECK (length(leaf) = 32),
        PRIMARY KEY (assembly_id, member_id)
      );
      CREATE TRIGGER electors_append_only BEFORE UPDATE OR DELETE ON electors
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      -- C24: a null holder is a blank proxy: it goes to the chair.
      CREATE TABLE proxies (
        id uuid PRIMARY KEY,
        assembly_id uuid NOT NULL REFERENCES assemblies (id),
        from_member_id uuid NOT NULL REFERENCES members (id),
        to_member_id uuid REFERENCES members (id),
        state text NOT NULL CHECK (state IN ('given', 'accepted', 'refused', 'revoked')),
        via text NOT NULL CHECK (via IN ('online', 'paper')),
        scan_path text,
        given_at timestamptz NOT NULL,
        given_by_label text NOT NULL,
        answered_at timestamptz,
        revoked_at timestamptz,
        updated_at timestamptz,
        CHECK (from_member_id <> to_member_id)
      );
      CREATE UNIQUE INDEX proxies_one ON proxies (assembly_id, from_member_id) WHERE state IN ('given', 'accepted');
      CREATE INDEX proxies_holder ON proxies (assembly_id, to_member_id) WHERE state IN ('given', 'accepted');
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TABLE proxies, electors, notices, assembly_documents, written_questions, resolution_comments,
        resolution_amendments, candidates, resolutions, agenda_items, assemblies;
    `)
  }
}
