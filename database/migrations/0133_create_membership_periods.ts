import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * When somebody was a member: a row for each membership, so that who left and came back was no
 * member in between. It follows `members` and is never written by hand. With it, gates that were
 * passable: an SARL's hundred on every day (C02), shares of people who are no members, and a
 * movement dated back that makes a pocket negative on a past day (C11).
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE EXTENSION IF NOT EXISTS btree_gist;
      CREATE TABLE membership_periods (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        member_id uuid NOT NULL REFERENCES members (id),
        joined_on date NOT NULL,
        -- The first day without membership (C12).
        left_on date CHECK (left_on >= joined_on),
        CONSTRAINT one_membership_at_a_time
          EXCLUDE USING gist (member_id WITH =, daterange(joined_on, left_on) WITH &&)
      );
      CREATE INDEX membership_periods_member ON membership_periods (member_id, joined_on);
      CREATE INDEX membership_periods_joined ON membership_periods (joined_on);
      CREATE INDEX membership_periods_left ON membership_periods (left_on) WHERE left_on IS NOT NULL;

      -- Whoever held shares, held none and held some again was a member twice.
      INSERT INTO membership_periods (member_id, joined_on, left_on)
      WITH moved AS (
        SELECT member_id, effective_on, sum(delta) AS delta FROM (
          SELECT to_member_id AS member_id, effective_on, shares AS delta, number
            FROM share_movements WHERE to_pocket = 'held' AND type <> 'correct'
           UNION ALL
          SELECT from_member_id, effective_on, -shares, number
            FROM share_movements WHERE from_pocket = 'held' AND type <> 'correct') m
         WHERE NOT EXISTS (SELECT 1 FROM share_movements c WHERE c.corrects = m.number)
         GROUP BY 1, 2
      ), held AS (
        SELECT member_id, effective_on, sum(delta) OVER (PARTITION BY member_id ORDER BY effective_on) AS shares
          FROM moved
      ), steps AS (
        SELECT member_id, shares, effective_on AS left_on, lead(shares) OVER member AS next,
               lead(effective_on) OVER member AS back_on
          FROM held WINDOW member AS (PARTITION BY member_id ORDER BY effective_on)
      ), starts AS (
        SELECT id AS member_id, joined_on, NULL::date AS gap_on, left_on AS last_day
          FROM members WHERE joined_on IS NOT NULL
         UNION ALL
        SELECT s.member_id, s.back_on, s.left_on, m.left_on FROM steps s JOIN members m ON m.id = s.member_id
         WHERE s.shares <= 0 AND s.next > 0 AND s.left_on >= m.joined_on
           AND s.back_on <= coalesce(m.left_on, 'infinity')
      )
      SELECT member_id, joined_on,
             coalesce(lead(gap_on) OVER (PARTITION BY member_id ORDER BY joined_on, gap_on NULLS FIRST), last_day)
        FROM starts;

      ALTER TABLE members ADD COLUMN member_since date;
      UPDATE members m SET member_since = (SELECT max(p.joined_on) FROM membership_periods p WHERE p.member_id = m.id)
       WHERE joined_on IS NOT NULL;
      ALTER TABLE members
        ADD CONSTRAINT members_since_joining CHECK ((joined_on IS NULL) = (member_since IS NULL)),
        ADD CONSTRAINT members_since_order CHECK (member_since >= joined_on AND coalesce(left_on >= member_since, true));

      -- The days of a membership are given when it begins and when it ends, and stay.
      CREATE FUNCTION keep_member_since() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.member_since := coalesce(NEW.member_since, NEW.joined_on);
        IF TG_OP = 'UPDATE' AND OLD.state = NEW.state AND OLD.number IS NOT NULL
           AND (NEW.member_since, NEW.left_on) IS DISTINCT FROM (OLD.member_since, OLD.left_on) THEN
          RAISE EXCEPTION 'the days of a membership stay as they were recorded'
            USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER members_since BEFORE INSERT OR UPDATE ON members
        FOR EACH ROW EXECUTE FUNCTION keep_member_since();

      -- A new membership is a new row; its end closes it; the correction of an end opens it again.
      CREATE FUNCTION follow_membership() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          IF NEW.state IN ('active', 'left') THEN
            INSERT INTO membership_periods (member_id, joined_on, left_on)
            VALUES (NEW.id, NEW.member_since, NEW.left_on);
          END IF;
        ELSIF NEW.state = 'active' AND OLD.state = 'left' AND NEW.member_since = OLD.member_since THEN
          UPDATE membership_periods SET left_on = NULL
           WHERE member_id = NEW.id AND joined_on = NEW.member_since AND left_on = OLD.left_on;
        ELSIF NEW.state = 'active' AND OLD.state <> 'active' THEN
          INSERT INTO membership_periods (member_id, joined_on) VALUES (NEW.id, NEW.member_since);
        ELSIF NEW.state = 'left' AND OLD.state = 'active' THEN
          UPDATE membership_periods SET left_on = NEW.left_on WHERE member_id = NEW.id AND left_on IS NULL;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER members_periods AFTER INSERT OR UPDATE OF state ON members
        FOR EACH ROW EXECUTE FUNCTION follow_membership();

      CREATE FUNCTION guard_membership_period() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' OR pg_trigger_depth() < 2 OR (TG_OP = 'UPDATE'
             AND (NEW.id, NEW.member_id, NEW.joined_on) IS DISTINCT FROM (OLD.id, OLD.member_id, OLD.joined_on)) THEN
          RAISE EXCEPTION 'membership_periods follows the members and is never written by hand'
            USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER membership_periods_guard BEFORE INSERT OR UPDATE OR DELETE ON membership_periods
        FOR EACH ROW EXECUTE FUNCTION guard_membership_period();
      CREATE TRIGGER membership_periods_no_truncate BEFORE TRUNCATE ON membership_periods
        FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();

      -- C02: the first day from which on an SARL would have more than a hundred members; the count
      -- only grows on a day of joining.
      CREATE FUNCTION sarl_overfull(from_day date) RETURNS date LANGUAGE sql STABLE AS $$
        SELECT day FROM (
          SELECT from_day AS day
           UNION SELECT effective_on FROM statute_profiles WHERE state = 'adopted' AND effective_on > from_day
           UNION SELECT joined_on FROM membership_periods WHERE joined_on > from_day) AS days
         WHERE (SELECT settings->'identity'->>'legalForm' FROM statutes_on(day)) = 'SARL'
           AND (SELECT count(*) FROM membership_periods p
                 WHERE p.joined_on <= day AND coalesce(p.left_on > day, true)) > 100
         LIMIT 1
      $$;
      DROP TRIGGER members_count ON members;
      CREATE OR REPLACE FUNCTION guard_member_count() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE from_day date;
      BEGIN
        from_day := CASE TG_TABLE_NAME WHEN 'statute_profiles' THEN (to_jsonb(NEW)->>'effective_on')::date
                                       ELSE (to_jsonb(NEW)->>'joined_on')::date END;
        -- An adoption and somebody joining at the same moment see one another.
        PERFORM pg_advisory_xact_lock(hashtext('members|count'));
        IF EXISTS (SELECT 1 FROM statute_profiles WHERE state = 'adopted'
                      AND settings->'identity'->>'legalForm' = 'SARL')
           AND sarl_overfull(from_day) IS NOT NULL THEN
          RAISE EXCEPTION 'an SARL has at most 100 members (L223-3)'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sarl_members';
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER membership_periods_count AFTER INSERT OR UPDATE ON membership_periods
        FOR EACH ROW WHEN (NEW.left_on IS NULL) EXECUTE FUNCTION guard_member_count();
      CREATE TRIGGER statute_profiles_count AFTER INSERT OR UPDATE OF state ON statute_profiles
        FOR EACH ROW WHEN (NEW.state = 'adopted' AND NEW.settings->'identity'->>'legalForm' = 'SARL')
        EXECUTE FUNCTION guard_member_count();

      -- Shares are held by members: when a transaction ends, whoever it is that wrote it.
      CREATE FUNCTION guard_holder() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE holder uuid := coalesce(to_jsonb(NEW)->>'member_id', to_jsonb(NEW)->>'id')::uuid;
      BEGIN
        IF EXISTS (SELECT 1 FROM share_holdings h JOIN members m ON m.id = h.member_id
                    WHERE h.member_id = holder AND h.shares > 0 AND m.state <> 'active') THEN
          RAISE EXCEPTION 'shares are held by members: % is none', holder
            USING ERRCODE = 'check_violation', CONSTRAINT = 'holders_are_members';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER share_holdings_of_members AFTER UPDATE ON share_holdings
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (OLD.shares = 0 AND NEW.shares > 0) EXECUTE FUNCTION guard_holder();
      CREATE CONSTRAINT TRIGGER members_hold_shares AFTER UPDATE ON members
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (OLD.state = 'active' AND NEW.state <> 'active') EXECUTE FUNCTION guard_holder();

      -- C11: whoever gives had it on that day and on every day since.
      CREATE FUNCTION guard_past_days() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM share_movements WHERE effective_on > NEW.effective_on
                          AND NEW.from_member_id IN (from_member_id, to_member_id)) THEN
          RETURN NULL;
        END IF;
        IF EXISTS (
          SELECT 1 FROM (
            SELECT effective_on, sum(shares) OVER days AS shares, sum(paid) OVER days AS paid FROM (
              SELECT effective_on, shares, paid_cents AS paid FROM share_movements
               WHERE to_member_id = NEW.from_member_id AND to_pocket = NEW.from_pocket
               UNION ALL
              SELECT effective_on, -shares, -paid_cents FROM share_movements
               WHERE from_member_id = NEW.from_member_id AND from_pocket = NEW.from_pocket) AS moved
            WINDOW days AS (ORDER BY effective_on)) AS story
           WHERE effective_on >= NEW.effective_on AND (shares < 0 OR paid < 0)) THEN
          RAISE EXCEPTION 'on a day since %, fewer than none would be held', NEW.effective_on
            USING ERRCODE = 'check_violation', CONSTRAINT = 'past_not_negative';
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER share_movements_past AFTER INSERT ON share_movements
        FOR EACH ROW WHEN (NEW.from_member_id IS NOT NULL) EXECUTE FUNCTION guard_past_days();
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TRIGGER share_movements_past ON share_movements;
      DROP TRIGGER members_hold_shares ON members;
      DROP TRIGGER share_holdings_of_members ON share_holdings;
      DROP TRIGGER statute_profiles_count ON statute_profiles;
      DROP TRIGGER members_periods ON members;
      DROP TRIGGER members_since ON members;
      DROP TABLE membership_periods;
      ALTER TABLE members DROP COLUMN member_since;
      CREATE OR REPLACE FUNCTION guard_member_count() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.state = 'active' AND (SELECT settings->'identity'->>'legalForm' FROM statutes_on(NEW.joined_on)) = 'SARL' THEN
          PERFORM pg_advisory_xact_lock(hashtext('members|count'));
          IF (SELECT count(*) FROM members WHERE state = 'active') > 100 THEN
            RAISE EXCEPTION 'an SARL has at most 100 members (L223-3)'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'sarl_members';
          END IF;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER members_count AFTER INSERT OR UPDATE OF state ON members
        FOR EACH ROW EXECUTE FUNCTION guard_member_count();
      DROP FUNCTION guard_past_days(), guard_holder(), sarl_overfull(date), guard_membership_period(),
        follow_membership(), keep_member_since();
    `)
  }
}
