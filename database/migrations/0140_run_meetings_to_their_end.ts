import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * How meetings end otherwise than by a vote of each point: without a quorum, cancelled with ballots
 * in, by the clock; presence from afar that ends by itself; consultations; the body that a board is.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      -- Not deliberated: the quorum was not there (C20). Favourable or not: a consultation decides nothing.
      -- Void: the meeting was cancelled after its first ballots.
      ALTER TABLE resolutions
        DROP CONSTRAINT resolutions_outcome_check,
        ADD CONSTRAINT resolutions_outcome_check CHECK (outcome IN
          ('adopted', 'rejected', 'not_deliberated', 'favourable', 'unfavourable', 'void')),
        -- From this instant on no ballot is taken.
        ADD COLUMN closes_at timestamptz,
        ADD CHECK (closes_at > opened_at);

      ALTER TABLE assemblies
        -- Called, and ended without the quorum ever being there.
        ADD COLUMN lapsed_at timestamptz,
        ADD COLUMN body_code text,
        ADD CONSTRAINT assemblies_lapsed CHECK (lapsed_at IS NULL OR (state IN ('closed', 'signed') AND call = 1)),
        DROP CONSTRAINT assemblies_body_number_key;
      CREATE UNIQUE INDEX assemblies_series_number ON assemblies
        ((CASE WHEN kind = 'consultation' THEN 'consultation' ELSE body END), number);
      -- Boards until now knew one body: the first of the statutes.
      UPDATE assemblies a SET body_code = coalesce(
          (SELECT s.settings->'bodies'->0->>'code' FROM statute_profiles s WHERE s.id = a.statute_profile_id),
          (SELECT s.settings->'bodies'->0->>'code' FROM statute_profiles s ORDER BY s.version DESC NULLS LAST LIMIT 1),
          'board')
        WHERE body = 'board';
      ALTER TABLE assemblies ADD CONSTRAINT assemblies_body_code CHECK ((body = 'board') = (body_code IS NOT NULL));

      ALTER TABLE attendances
        -- For presence from afar: when its page last gave a sign of life.
        ADD COLUMN last_seen_at timestamptz,
        ADD COLUMN ended_by text CHECK (ended_by IN ('left', 'moved', 'silence')),
        ADD CHECK (ended_by IS NULL OR left_at IS NOT NULL);
      UPDATE attendances SET last_seen_at = arrived_at WHERE mode = 'remote' AND left_at IS NULL;
      ALTER TABLE attendances ADD CHECK (mode = 'room' OR left_at IS NOT NULL OR last_seen_at IS NOT NULL);

      -- A meeting may be postponed more than once; each time everybody is told.
      ALTER TABLE notices
        ADD COLUMN round integer NOT NULL DEFAULT 1 CHECK (round > 0),
        DROP CONSTRAINT notices_assembly_id_member_id_kind_channel_key,
        ADD CONSTRAINT notices_once UNIQUE (assembly_id, member_id, kind, channel, round);

      CREATE OR REPLACE FUNCTION guard_ballot() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE vote record;
      BEGIN
        SELECT r.state, r.type, r.assembly_id, r.closes_at INTO vote
          FROM resolutions r WHERE r.id = NEW.resolution_id FOR SHARE OF r;
        IF vote.assembly_id <> NEW.assembly_id THEN
          RAISE EXCEPTION 'the ballot is of another assembly' USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_of_assembly';
        END IF;
        IF vote.state <> 'open' THEN
          RAISE EXCEPTION 'the vote is not open' USING ERRCODE = 'check_violation', CONSTRAINT = 'vote_open';
        END IF;
        -- Blank proxies are cast by the house when the vote ends (C24), at whatever second it gets to it.
        IF NEW.cast_at >= vote.closes_at AND NOT (NEW.channel = 'proxy' AND EXISTS
             (SELECT 1 FROM proxies p WHERE p.id = NEW.proxy_id AND p.to_member_id IS NULL)) THEN
          RAISE EXCEPTION 'the vote has ended' USING ERRCODE = 'check_violation', CONSTRAINT = 'vote_ended';
        END IF;
        IF (vote.type = 'election') <> (NEW.candidate_ids IS NOT NULL) THEN
          RAISE EXCEPTION 'the ballot is not of this vote''s form' USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_form';
        END IF;
        RETURN NEW;
      END $$;

      -- A vote that has ballots is not taken back.
      CREATE FUNCTION guard_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM ballots WHERE resolution_id = NEW.id) THEN
          RAISE EXCEPTION 'the vote has ballots' USING ERRCODE = 'check_violation', CONSTRAINT = 'vote_has_ballots';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER resolutions_withdrawn BEFORE UPDATE ON resolutions FOR EACH ROW
        WHEN (OLD.state = 'open' AND NEW.state = 'pending') EXECUTE FUNCTION guard_withdrawal();

      CREATE OR REPLACE FUNCTION guard_agenda() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE assembly uuid := coalesce(to_jsonb(NEW)->>'assembly_id', to_jsonb(OLD)->>'assembly_id')::uuid;
              stage text;
      BEGIN
        SELECT state INTO stage FROM assemblies WHERE id = assembly;
        IF coalesce(stage, 'draft') = 'draft' THEN RETURN coalesce(NEW, OLD); END IF;
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
          -- The revocation of directors may be voted though nobody announced it (L225-105): in the meeting.
          IF TG_OP = 'INSERT' AND NEW.type = 'revocation' AND stage = 'open' THEN RETURN NEW; END IF;
        ELSIF TG_OP = 'INSERT' AND stage = 'open' AND current_setting('peerfy.revocation', true) = 'on' THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'the agenda is fixed since the notice' USING ERRCODE = 'check_violation', CONSTRAINT = 'agenda_frozen';
      END $$;
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TRIGGER resolutions_withdrawn ON resolutions;
      DROP FUNCTION guard_withdrawal();
      ALTER TABLE notices DROP CONSTRAINT notices_once, DROP COLUMN round,
        ADD CONSTRAINT notices_assembly_id_member_id_kind_channel_key UNIQUE (assembly_id, member_id, kind, channel);
      ALTER TABLE attendances DROP COLUMN last_seen_at, DROP COLUMN ended_by;
      DROP INDEX assemblies_series_number;
      ALTER TABLE assemblies DROP COLUMN lapsed_at, DROP COLUMN body_code,
        ADD CONSTRAINT assemblies_body_number_key UNIQUE (body, number);
      ALTER TABLE resolutions DROP COLUMN closes_at, DROP CONSTRAINT resolutions_outcome_check,
        ADD CONSTRAINT resolutions_outcome_check CHECK (outcome IN ('adopted', 'rejected'));
    `)
  }
}
