import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * The gates of the register, where neither page, import, command nor SQL can pass them: numbers
 * without gap and a chain of hashes (C11), pockets never negative, least shares and nominal of the
 * statutes (C07), the part paid at once (C08), the capital floor (C10), the public bodies' half
 * (C09), an SARL's hundred members (C02). A refusal names its gate in the error's constraint field.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE share_holdings (
        member_id uuid PRIMARY KEY REFERENCES members (id),
        shares integer NOT NULL DEFAULT 0 CONSTRAINT holding_not_negative CHECK (shares >= 0),
        paid_cents bigint NOT NULL DEFAULT 0 CONSTRAINT holding_paid_not_negative CHECK (paid_cents >= 0),
        subscribed_cents bigint NOT NULL DEFAULT 0 CONSTRAINT holding_paid_within CHECK (subscribed_cents >= paid_cents),
        leaving_shares integer NOT NULL DEFAULT 0 CONSTRAINT leaving_not_negative CHECK (leaving_shares >= 0),
        leaving_paid_cents bigint NOT NULL DEFAULT 0 CHECK (leaving_paid_cents >= 0),
        leaving_subscribed_cents bigint NOT NULL DEFAULT 0 CHECK (leaving_subscribed_cents >= leaving_paid_cents)
      );
      -- One row: the capital as it stands (art. 13 loi 47-1775 counts from its highest).
      CREATE TABLE capital_totals (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        shares bigint NOT NULL DEFAULT 0 CHECK (shares >= 0),
        subscribed_cents bigint NOT NULL DEFAULT 0 CHECK (subscribed_cents >= 0),
        paid_cents bigint NOT NULL DEFAULT 0 CHECK (paid_cents BETWEEN 0 AND subscribed_cents),
        public_cents bigint NOT NULL DEFAULT 0 CHECK (public_cents >= 0),
        leaving_cents bigint NOT NULL DEFAULT 0 CHECK (leaving_cents >= 0),
        peak_cents bigint NOT NULL DEFAULT 0,
        last_number bigint NOT NULL DEFAULT 0,
        last_hash bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex')
      );
      INSERT INTO capital_totals DEFAULT VALUES;

      CREATE FUNCTION forbid_hand_writing() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF pg_trigger_depth() < 2 THEN
          RAISE EXCEPTION '% follows the movements: record a movement', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN coalesce(NEW, OLD);
      END $$;
      CREATE TRIGGER share_holdings_follow BEFORE INSERT OR UPDATE OR DELETE ON share_holdings
        FOR EACH ROW EXECUTE FUNCTION forbid_hand_writing();
      CREATE TRIGGER capital_totals_follow BEFORE INSERT OR UPDATE OR DELETE ON capital_totals
        FOR EACH ROW EXECUTE FUNCTION forbid_hand_writing();
      CREATE TRIGGER share_holdings_no_truncate BEFORE TRUNCATE ON share_holdings
        FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
      CREATE TRIGGER capital_totals_no_truncate BEFORE TRUNCATE ON capital_totals
        FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();

      -- C11: SHA-256 of the previous hash and the RFC 8785 JSON of the row, every value a text.
      CREATE FUNCTION json_text(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
        SELECT coalesce(to_json(value)::text, 'null')
      $$;
      CREATE FUNCTION share_movement_hash(m share_movements) RETURNS bytea LANGUAGE sql STABLE AS $$
        SELECT sha256(m.previous_hash || convert_to(
          '{"claim_id":' || json_text(m.claim_id::text) || ',"corrects":' || json_text(m.corrects::text)
          || ',"effective_on":' || json_text(to_char(m.effective_on, 'YYYY-MM-DD'))
          || ',"from_member_id":' || json_text(m.from_member_id::text)
          || ',"from_pocket":' || json_text(m.from_pocket) || ',"id":' || json_text(m.id::text)
          || ',"nominal_cents":' || json_text(m.nominal_cents::text) || ',"number":' || json_text(m.number::text)
          || ',"paid_cents":' || json_text(m.paid_cents::text)
          || ',"piece_reference":' || json_text(m.piece_reference) || ',"reason":' || json_text(m.reason)
          || ',"recorded_at":' || json_text(to_char(m.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
          || ',"recorded_by_label":' || json_text(m.recorded_by_label) || ',"shares":' || json_text(m.shares::text)
          || ',"subscription_id":' || json_text(m.subscription_id::text)
          || ',"to_member_id":' || json_text(m.to_member_id::text) || ',"to_pocket":' || json_text(m.to_pocket)
          || ',"transfer_id":' || json_text(m.transfer_id::text) || ',"type":' || json_text(m.type) || '}', 'UTF8'))
      $$;

      -- C07: what the category that counts (the first of the statutes' order, C03) asks for.
      CREATE FUNCTION least_shares(member uuid, day date) RETURNS integer LANGUAGE sql STABLE AS $$
        SELECT coalesce((
          SELECT (c.category->>'minShares')::integer
            FROM statutes_on(day) s, jsonb_array_elements(s.settings->'categories') WITH ORDINALITY c (category, place)
           WHERE EXISTS (SELECT 1 FROM member_categories m WHERE m.member_id = member
                   AND m.category_code = c.category->>'code' AND m.valid_from <= day AND coalesce(m.valid_to > day, true))
           ORDER BY c.place LIMIT 1), 1)
      $$;

      -- C10: max(statutory minimum, a tenth of the statutory capital (L231-5), a quarter of the
      -- highest capital (art. 13), 18 500 € for an SA (art. 27)). Divisions round up.
      CREATE FUNCTION capital_floor_cents(peak bigint, day date) RETURNS bigint LANGUAGE sql STABLE AS $$
        SELECT greatest(
                 (settings->'capital'->>'statutoryMinimumCents')::bigint,
                 ceil((settings->'capital'->>'statutoryCapitalCents')::numeric / 10)::bigint,
                 ceil(peak::numeric / 4)::bigint,
                 CASE WHEN settings->'identity'->>'legalForm' = 'SA' THEN 1850000 ELSE 0 END)
          FROM statutes_on(day)
      $$;

      CREATE FUNCTION number_share_movement() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE totals capital_totals; original share_movements;
      BEGIN
        SELECT * INTO STRICT totals FROM capital_totals FOR UPDATE;
        IF NEW.number <> totals.last_number + 1 OR NEW.previous_hash <> totals.last_hash THEN
          RAISE EXCEPTION 'movement % does not follow movement %', NEW.number, totals.last_number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'register_order';
        END IF;
        IF NEW.hash <> share_movement_hash(NEW) THEN
          RAISE EXCEPTION 'the hash of movement % is not that of its content', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'register_hash';
        END IF;
        IF NEW.effective_on > (NEW.recorded_at AT TIME ZONE 'Europe/Paris')::date THEN
          RAISE EXCEPTION 'movement % would take effect after it was recorded', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'register_day';
        END IF;
        IF NEW.type = 'correct' THEN
          SELECT * INTO original FROM share_movements WHERE number = NEW.corrects;
          IF original.type = 'correct' OR
             (NEW.from_member_id, NEW.from_pocket, NEW.to_member_id, NEW.to_pocket, NEW.shares, NEW.nominal_cents, NEW.paid_cents)
             IS DISTINCT FROM
             (original.to_member_id, original.to_pocket, original.from_member_id, original.from_pocket, original.shares, original.nominal_cents, original.paid_cents) THEN
            RAISE EXCEPTION 'movement % is not the reverse of movement %', NEW.number, NEW.corrects
              USING ERRCODE = 'check_violation', CONSTRAINT = 'correction_reverses';
          END IF;
        ELSIF NEW.nominal_cents IS DISTINCT FROM
              (SELECT (settings->'capital'->>'nominalCents')::bigint FROM statutes_on(NEW.effective_on)) THEN
          RAISE EXCEPTION 'a share is worth what the statutes in force say'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'nominal_of_statutes';
        ELSIF NEW.type = 'subscribe' AND NEW.paid_cents * 10000 < NEW.shares * NEW.nominal_cents *
              (SELECT (settings->'capital'->>'paidUpBp')::bigint FROM statutes_on(NEW.effective_on)) THEN
          RAISE EXCEPTION 'too little is paid to register % shares', NEW.shares
            USING ERRCODE = 'check_violation', CONSTRAINT = 'paid_up_part';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER share_movements_number BEFORE INSERT ON share_movements
        FOR EACH ROW EXECUTE FUNCTION number_share_movement();
      CREATE TRIGGER share_movements_append_only BEFORE UPDATE OR DELETE ON share_movements
        FOR EACH ROW EXECUTE FUNCTION forbid_change();
      CREATE TRIGGER share_movements_no_truncate BEFORE TRUNCATE ON share_movements
        FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();

      CREATE FUNCTION move_pocket(member uuid, pocket text, moved integer, nominal bigint, paid bigint)
      RETURNS void LANGUAGE sql AS $$
        INSERT INTO share_holdings (member_id) SELECT member WHERE member IS NOT NULL ON CONFLICT DO NOTHING;
        UPDATE share_holdings SET
          shares = shares + CASE pocket WHEN 'held' THEN moved ELSE 0 END,
          paid_cents = paid_cents + CASE pocket WHEN 'held' THEN paid ELSE 0 END,
          subscribed_cents = subscribed_cents + CASE pocket WHEN 'held' THEN moved * nominal ELSE 0 END,
          leaving_shares = leaving_shares + CASE pocket WHEN 'leaving' THEN moved ELSE 0 END,
          leaving_paid_cents = leaving_paid_cents + CASE pocket WHEN 'leaving' THEN paid ELSE 0 END,
          leaving_subscribed_cents = leaving_subscribed_cents + CASE pocket WHEN 'leaving' THEN moved * nominal ELSE 0 END
        WHERE member_id = member
      $$;

      CREATE FUNCTION apply_share_movement() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        amount bigint := NEW.shares * NEW.nominal_cents;
        from_public boolean := coalesce((SELECT kind = 'public_body' FROM members WHERE id = NEW.from_member_id), false);
        to_public boolean := coalesce((SELECT kind = 'public_body' FROM members WHERE id = NEW.to_member_id), false);
        sign integer := CASE WHEN NEW.from_member_id IS NULL THEN 1 WHEN NEW.to_member_id IS NULL THEN -1 ELSE 0 END;
        totals capital_totals; short share_holdings;
      BEGIN
        PERFORM move_pocket(NEW.from_member_id, NEW.from_pocket, -NEW.shares, NEW.nominal_cents, -NEW.paid_cents);
        PERFORM move_pocket(NEW.to_member_id, NEW.to_pocket, NEW.shares, NEW.nominal_cents, NEW.paid_cents);
        UPDATE capital_totals SET
          shares = shares + sign * NEW.shares,
          subscribed_cents = subscribed_cents + sign * amount,
          paid_cents = paid_cents + sign * NEW.paid_cents,
          public_cents = public_cents + CASE WHEN to_public THEN amount ELSE 0 END - CASE WHEN from_public THEN amount ELSE 0 END,
          leaving_cents = leaving_cents + CASE WHEN NEW.to_pocket = 'leaving' THEN amount ELSE 0 END
                                        - CASE WHEN NEW.from_pocket = 'leaving' THEN amount ELSE 0 END,
          last_number = NEW.number, last_hash = NEW.hash
        RETURNING * INTO totals;
        IF NEW.type = 'correct' THEN
          -- A movement that never should have been leaves no mark on the highest capital.
          UPDATE capital_totals SET peak_cents = coalesce((
            SELECT max(capital) FROM (
              SELECT sum((CASE WHEN m.from_member_id IS NULL THEN 1 WHEN m.to_member_id IS NULL THEN -1 ELSE 0 END)
                         * m.shares * m.nominal_cents) OVER (ORDER BY m.number) AS capital
                FROM share_movements m
               WHERE m.type <> 'correct' AND NOT EXISTS (SELECT 1 FROM share_movements c WHERE c.corrects = m.number)
            ) AS story), 0) RETURNING * INTO totals;
        ELSE
          UPDATE capital_totals SET peak_cents = greatest(peak_cents, subscribed_cents) RETURNING * INTO totals;
        END IF;
        -- A correction is stopped like a repayment, unless the capital had not reached the floor anyway.
        IF sign = -1 AND NEW.shares > 0 AND totals.subscribed_cents < capital_floor_cents(totals.peak_cents, NEW.effective_on)
           AND NOT (NEW.type = 'correct' AND totals.subscribed_cents + amount < capital_floor_cents(totals.peak_cents, NEW.effective_on)) THEN
          RAISE EXCEPTION 'the capital would fall to % cents, below its floor of % cents',
            totals.subscribed_cents, capital_floor_cents(totals.peak_cents, NEW.effective_on)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'capital_floor';
        END IF;
        IF to_public AND NOT from_public AND NEW.shares > 0 AND totals.public_cents * 2 > totals.subscribed_cents THEN
          RAISE EXCEPTION 'public bodies would hold % of % cents, more than half', totals.public_cents, totals.subscribed_cents
            USING ERRCODE = 'check_violation', CONSTRAINT = 'public_half';
        END IF;
        IF NEW.type <> 'correct' AND NEW.shares > 0 THEN
          SELECT * INTO short FROM share_holdings h
           WHERE h.shares > 0 AND h.shares < least_shares(h.member_id, NEW.effective_on)
             AND (h.member_id = NEW.from_member_id AND NEW.from_pocket = 'held'
               OR h.member_id = NEW.to_member_id AND NEW.to_pocket = 'held');
          IF FOUND THEN
            RAISE EXCEPTION 'a member would hold % shares, fewer than the category asks for', short.shares
              USING ERRCODE = 'check_violation', CONSTRAINT = 'least_shares';
          END IF;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER share_movements_apply AFTER INSERT ON share_movements
        FOR EACH ROW EXECUTE FUNCTION apply_share_movement();

      -- Whatever day a movement names, the capital that a transaction leaves obeys the statutes of
      -- the day it was recorded.
      CREATE FUNCTION guard_capital_left() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE totals capital_totals; floor bigint;
      BEGIN
        SELECT * INTO STRICT totals FROM capital_totals;
        floor := capital_floor_cents(totals.peak_cents, (NEW.recorded_at AT TIME ZONE 'Europe/Paris')::date);
        IF totals.subscribed_cents < floor AND NOT (NEW.type = 'correct'
             AND totals.subscribed_cents + NEW.shares * NEW.nominal_cents < floor) THEN
          RAISE EXCEPTION 'the capital would be left at % cents, below its floor', totals.subscribed_cents
            USING ERRCODE = 'check_violation', CONSTRAINT = 'capital_floor';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER share_movements_floor AFTER INSERT ON share_movements
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (NEW.to_member_id IS NULL AND NEW.shares > 0) EXECUTE FUNCTION guard_capital_left();

      CREATE FUNCTION guard_member_count() RETURNS trigger LANGUAGE plpgsql AS $$
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

      -- A member's number and the day of joining are given once; nobody is a member twice.
      CREATE FUNCTION guard_member() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' OR (OLD.number IS NOT NULL AND (NEW.number, NEW.joined_on, NEW.kind)
             IS DISTINCT FROM (OLD.number, OLD.joined_on, OLD.kind)) THEN
          RAISE EXCEPTION 'a member stays in the record, under the number given once'
            USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER members_guard BEFORE UPDATE OR DELETE ON members
        FOR EACH ROW EXECUTE FUNCTION guard_member();

      CREATE FUNCTION guard_nominal() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.state = 'adopted' AND (SELECT shares FROM capital_totals) > 0
           AND NEW.settings->'capital'->>'nominalCents' <>
               (SELECT settings->'capital'->>'nominalCents' FROM statute_profiles
                 WHERE state = 'adopted' ORDER BY version DESC LIMIT 1) THEN
          RAISE EXCEPTION 'the nominal value cannot change while shares are held'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'one_nominal';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER statute_profiles_nominal BEFORE INSERT OR UPDATE ON statute_profiles
        FOR EACH ROW EXECUTE FUNCTION guard_nominal();
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TRIGGER statute_profiles_nominal ON statute_profiles;
      DROP TRIGGER members_guard ON members;
      DROP TRIGGER members_count ON members;
      DROP TRIGGER share_movements_floor ON share_movements;
      DROP TRIGGER share_movements_apply ON share_movements;
      DROP TRIGGER share_movements_no_truncate ON share_movements;
      DROP TRIGGER share_movements_append_only ON share_movements;
      DROP TRIGGER share_movements_number ON share_movements;
      DROP TABLE capital_totals, share_holdings;
      DROP FUNCTION guard_nominal(), guard_member(), guard_member_count(), guard_capital_left(),
        apply_share_movement(), move_pocket(uuid, text, integer, bigint, bigint), number_share_movement(),
        capital_floor_cents(bigint, date), least_shares(uuid, date), share_movement_hash(share_movements),
        json_text(text), forbid_hand_writing();
    `)
  }
}
