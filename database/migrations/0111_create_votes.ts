import { BaseSchema } from '@adonisjs/lucid/schema'

/** The meeting itself and what stays of it: presence, speakers, ballots, minutes, mandates. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE attendances (
        id uuid PRIMARY KEY,
        assembly_id uuid NOT NULL REFERENCES assemblies (id),
        member_id uuid NOT NULL REFERENCES members (id),
        mode text NOT NULL CHECK (mode IN ('room', 'remote')),
        arrived_at timestamptz NOT NULL,
        left_at timestamptz,
        recorded_by_label text NOT NULL,
        CHECK (left_at >= arrived_at)
      );
      CREATE UNIQUE INDEX attendances_here ON attendances (assembly_id, member_id) WHERE left_at IS NULL;

      CREATE TABLE speakers (
        id uuid PRIMARY KEY,
        assembly_id uuid NOT NULL REFERENCES assemblies (id),
        member_id uuid NOT NULL REFERENCES members (id),
        asked_at timestamptz NOT NULL,
        began_at timestamptz,
        ended_at timestamptz
      );
      CREATE UNIQUE INDEX speakers_waiting ON speakers (assembly_id, member_id) WHERE ended_at IS NULL;

      -- One right, one ballot, whoever carries it in and by whatever channel (C25).
      CREATE TABLE ballots (
        id uuid PRIMARY KEY,
        resolution_id uuid NOT NULL REFERENCES resolutions (id),
        assembly_id uuid NOT NULL,
        elector_member_id uuid NOT NULL,
        cast_by_member_id uuid NOT NULL REFERENCES members (id),
        proxy_id uuid REFERENCES proxies (id),
        channel text NOT NULL CHECK (channel IN ('remote', 'room', 'proxy')),
        choice text CHECK (choice IN ('yes', 'no', 'abstain', 'blank')),
        candidate_ids uuid[],
        cast_at timestamptz NOT NULL,
        receipt text NOT NULL UNIQUE,
        UNIQUE (resolution_id, elector_member_id),
        FOREIGN KEY (assembly_id, elector_member_id) REFERENCES electors (assembly_id, member_id),
        CHECK ((choice IS NULL) <> (candidate_ids IS NULL)),
        CHECK ((channel = 'proxy') = (elector_member_id <> cast_by_member_id))
      );
      CREATE TRIGGER ballots_append_only BEFORE UPDATE OR DELETE ON ballots
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      -- A ballot enters only while its vote is open, whatever asks for it.
      CREATE FUNCTION guard_ballot() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE vote record;
      BEGIN
        SELECT r.state, r.type, r.assembly_id, a.state AS assembly_state, a.remote_from, a.remote_until INTO vote
          FROM resolutions r JOIN assemblies a ON a.id = r.assembly_id WHERE r.id = NEW.resolution_id FOR SHARE OF r;
        IF vote.assembly_id <> NEW.assembly_id THEN
          RAISE EXCEPTION 'the ballot is of another assembly' USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_of_assembly';
        END IF;
        IF vote.state <> 'open' THEN
          RAISE EXCEPTION 'the vote is not open' USING ERRCODE = 'check_violation', CONSTRAINT = 'vote_open';
        END IF;
        IF (vote.type = 'election') <> (NEW.candidate_ids IS NOT NULL) THEN
          RAISE EXCEPTION 'the ballot is not of this vote''s form' USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_form';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER ballots_guard BEFORE INSERT ON ballots FOR EACH ROW EXECUTE FUNCTION guard_ballot();

      -- What was frozen with the notice, and what was decided, stays (C28, C30).
      CREATE FUNCTION guard_agenda() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE assembly uuid := coalesce(to_jsonb(NEW)->>'assembly_id', to_jsonb(OLD)->>'assembly_id')::uuid;
              frozen boolean;
      BEGIN
        SELECT state <> 'draft' INTO frozen FROM assemblies WHERE id = assembly;
        IF NOT coalesce(frozen, false) THEN RETURN coalesce(NEW, OLD); END IF;
        -- By table first: a row's fields are looked up where the line is read, not where it is needed.
        IF TG_TABLE_NAME = 'resolutions' THEN
          IF TG_OP = 'UPDATE' AND OLD.state <> 'closed'
             AND (NEW.title, NEW.text, NEW.type, NEW.majority, NEW.number, NEW.effect_type, NEW.effect_id,
                  NEW.seats, NEW.from_board, NEW.body_code, NEW.agenda_item_id)
               IS NOT DISTINCT FROM
                 (OLD.title, OLD.text, OLD.type, OLD.majority, OLD.number, OLD.effect_type, OLD.effect_id,
                  OLD.seats, OLD.from_board, OLD.body_code, OLD.agenda_item_id) THEN
            RETURN NEW;
          END IF;
          IF TG_OP = 'UPDATE' AND OLD.state = 'closed'
             AND (NEW.state, NEW.outcome, NEW.result, NEW.title, NEW.text) IS NOT DISTINCT FROM
                 (OLD.state, OLD.outcome, OLD.result, OLD.title, OLD.text) THEN
            RETURN NEW;
          END IF;
          -- The revocation of directors may be voted though nobody announced it (L225-105).
          IF TG_OP = 'INSERT' AND NEW.type = 'revocation' THEN RETURN NEW; END IF;
        ELSIF TG_OP = 'INSERT' AND current_setting('peerfy.revocation', true) = 'on' THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'the agenda is fixed since the notice' USING ERRCODE = 'check_violation', CONSTRAINT = 'agenda_frozen';
      END $$;
      CREATE TRIGGER agenda_items_frozen BEFORE INSERT OR UPDATE OR DELETE ON agenda_items
        FOR EACH ROW EXECUTE FUNCTION guard_agenda();
      CREATE TRIGGER resolutions_frozen BEFORE INSERT OR UPDATE OR DELETE ON resolutions
        FOR EACH ROW EXECUTE FUNCTION guard_agenda();

      -- C23: nobody joins or leaves an electorate once it is frozen.
      CREATE FUNCTION guard_electorate() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM assemblies WHERE id = NEW.assembly_id AND electorate_root IS NOT NULL) THEN
          RAISE EXCEPTION 'the electorate is frozen' USING ERRCODE = 'check_violation', CONSTRAINT = 'electorate_frozen';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER electors_frozen BEFORE INSERT ON electors FOR EACH ROW EXECUTE FUNCTION guard_electorate();

      CREATE TABLE minutes (
        id uuid PRIMARY KEY,
        assembly_id uuid NOT NULL UNIQUE REFERENCES assemblies (id),
        -- In the register once signed (C29); no gap within a body.
        number integer CHECK (number > 0),
        body text NOT NULL CHECK (body IN ('assembly', 'board')),
        free_text text NOT NULL DEFAULT '',
        document jsonb,
        sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        pdf_path text,
        pdf_sha256 text,
        sealed_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz,
        UNIQUE (body, number),
        CHECK ((number IS NULL) = (sealed_at IS NULL)),
        CHECK (sealed_at IS NULL OR (document IS NOT NULL AND sha256 IS NOT NULL AND pdf_path IS NOT NULL))
      );
      CREATE TABLE minutes_signatures (
        id uuid PRIMARY KEY,
        minutes_id uuid NOT NULL REFERENCES minutes (id),
        capacity text NOT NULL CHECK (capacity IN ('chair', 'secretary', 'teller')),
        account_id uuid NOT NULL REFERENCES accounts (id),
        signer_name text NOT NULL,
        document_sha256 text NOT NULL,
        signed_at timestamptz NOT NULL,
        evidence jsonb NOT NULL,
        UNIQUE (minutes_id, capacity),
        UNIQUE (minutes_id, account_id)
      );
      CREATE TRIGGER minutes_signatures_append_only BEFORE UPDATE OR DELETE ON minutes_signatures
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      -- C31: who governs, for how long, by which vote.
      CREATE TABLE mandates (
        id uuid PRIMARY KEY,
        body_code text NOT NULL,
        member_id uuid NOT NULL REFERENCES members (id),
        starts_on date NOT NULL,
        ends_on date NOT NULL CHECK (ends_on > starts_on AND ends_on <= starts_on + interval '6 years'),
        resolution_id uuid REFERENCES resolutions (id),
        resolution_reference text NOT NULL,
        ended_on date CHECK (ended_on >= starts_on),
        end_reason text CHECK (end_reason IN ('expired', 'resigned', 'revoked', 'left', 'died')),
        created_at timestamptz NOT NULL,
        updated_at timestamptz,
        CHECK ((ended_on IS NULL) = (end_reason IS NULL))
      );
      CREATE UNIQUE INDEX mandates_running ON mandates (body_code, member_id) WHERE ended_on IS NULL;
      CREATE INDEX mandates_ends_on ON mandates (ends_on) WHERE ended_on IS NULL;
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TABLE mandates, minutes_signatures, minutes, ballots, speakers, attendances;
      DROP TRIGGER electors_frozen ON electors;
      DROP TRIGGER resolutions_frozen ON resolutions;
      DROP TRIGGER agenda_items_frozen ON agenda_items;
      DROP FUNCTION guard_electorate(), guard_agenda(), guard_ballot();
    `)
  }
}
