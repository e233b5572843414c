import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * The gates of 0094, the same ones in the same order, for as many movements as a statement brings:
 * the statutes of a day are read once, the capital's one row is written once at the end, and the
 * table's own checks are prepared once. Each movement is still judged on what the one before it
 * left. Pockets and capital therefore move when the statement ends, before anything deferred.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      DROP TRIGGER share_movements_number ON share_movements;
      DROP TRIGGER share_movements_apply ON share_movements;

      -- C11: the same bytes as before; a function that PostgreSQL can put in its caller's place.
      CREATE OR REPLACE FUNCTION json_text(value text) RETURNS text LANGUAGE sql STABLE AS $$
        SELECT coalesce(to_json(value)::text, 'null')
      $$;

      -- Whoever writes a movement holds the register: the next one waits, and then follows it.
      CREATE OR REPLACE FUNCTION number_share_movement() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM FROM capital_totals FOR UPDATE;
        RETURN NULL;
      END $$;
      CREATE TRIGGER share_movements_number BEFORE INSERT ON share_movements
        FOR EACH STATEMENT EXECUTE FUNCTION number_share_movement();

      -- C11: the hash is that of the content, the day is not to come. C07: the nominal is named here
      -- where a check of the table would find more paid than the shares are worth, and say less.
      CREATE FUNCTION judge_share_movement() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.hash <> share_movement_hash(NEW) THEN
          RAISE EXCEPTION 'the hash of movement % is not that of its content', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'register_hash';
        END IF;
        IF NEW.effective_on > (NEW.recorded_at AT TIME ZONE 'Europe/Paris')::date THEN
          RAISE EXCEPTION 'movement % would take effect after it was recorded', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'register_day';
        END IF;
        IF NEW.shares > 0 AND NEW.paid_cents > NEW.shares * NEW.nominal_cents AND NEW.type <> 'correct'
           AND NEW.nominal_cents IS DISTINCT FROM
               (SELECT (settings->'capital'->>'nominalCents')::bigint FROM statutes_on(NEW.effective_on)) THEN
          RAISE EXCEPTION 'a share is worth what the statutes in force say'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'nominal_of_statutes';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER share_movements_judge BEFORE INSERT ON share_movements
        FOR EACH ROW EXECUTE FUNCTION judge_share_movement();

      -- A correction is the exact reverse of a movement before it, which is no correction itself.
      CREATE FUNCTION reverses(m share_movements) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (
          SELECT 1 FROM share_movements o
           WHERE o.number = m.corrects AND o.number < m.number AND o.type <> 'correct'
             AND (m.from_member_id, m.from_pocket, m.to_member_id, m.to_pocket, m.shares, m.nominal_cents, m.paid_cents)
                 IS NOT DISTINCT FROM
                 (o.to_member_id, o.to_pocket, o.from_member_id, o.from_pocket, o.shares, o.nominal_cents, o.paid_cents))
      $$;

      -- The highest capital up to a movement; one that was corrected leaves no mark on it.
      CREATE FUNCTION peak_up_to(last bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
        SELECT coalesce(max(capital), 0)::bigint FROM (
          SELECT sum((CASE WHEN m.from_member_id IS NULL THEN 1 WHEN m.to_member_id IS NULL THEN -1 ELSE 0 END)
                     * m.shares * m.nominal_cents) OVER (ORDER BY m.number) AS capital
            FROM share_movements m
           WHERE m.number <= last AND m.type <> 'correct'
             AND NOT EXISTS (SELECT 1 FROM share_movements c WHERE c.corrects = m.number AND c.number <= last)
        ) AS story
      $$;

      -- C07: what the first of a member's categories, in the statutes' order, asks for.
      CREATE FUNCTION least_to_hold(member uuid, day date, codes text[], minima integer[])
      RETURNS integer LANGUAGE plpgsql STABLE AS $$
      BEGIN
        RETURN coalesce((SELECT minima[min(array_position(codes, c.category_code))] FROM member_categories c
          WHERE c.member_id = member AND c.valid_from <= day AND coalesce(c.valid_to > day, true)), 1);
      END $$;

      CREATE OR REPLACE FUNCTION apply_share_movement() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        m record; totals capital_totals; since date; until date; sign integer; broken text; short integer;
        nominal bigint; paid_up_bp bigint; codes text[]; minima integer[];
      BEGIN
        SELECT * INTO STRICT totals FROM capital_totals;
        -- Each movement with what it leaves in the pockets it touches.
        FOR m IN
          WITH sides AS (
            SELECT number, false AS comes, from_member_id AS member, from_pocket AS pocket,
                   -shares AS shares, -paid_cents AS paid, -shares * nominal_cents AS amount
              FROM added WHERE from_member_id IS NOT NULL
             UNION ALL
            SELECT number, true, to_member_id, to_pocket, shares, paid_cents, shares * nominal_cents
              FROM added WHERE to_member_id IS NOT NULL
          ), steps AS (
            SELECT s.number, s.comes, p.kind = 'public_body' AS is_public,
                   coalesce(h.shares, 0) + coalesce(sum(s.shares) FILTER (WHERE pocket = 'held') OVER w, 0) AS held,
                   coalesce(h.paid_cents, 0) + coalesce(sum(s.paid) FILTER (WHERE pocket = 'held') OVER w, 0) AS held_paid,
                   coalesce(h.subscribed_cents, 0) + coalesce(sum(s.amount) FILTER (WHERE pocket = 'held') OVER w, 0) AS held_amount,
                   coalesce(h.leaving_shares, 0) + coalesce(sum(s.shares) FILTER (WHERE pocket = 'leaving') OVER w, 0) AS leaving,
                   coalesce(h.leaving_paid_cents, 0) + coalesce(sum(s.paid) FILTER (WHERE pocket = 'leaving') OVER w, 0) AS leaving_paid,
                   coalesce(h.leaving_subscribed_cents, 0) + coalesce(sum(s.amount) FILTER (WHERE pocket = 'leaving') OVER w, 0) AS leaving_amount
              FROM sides s JOIN members p ON p.id = s.member LEFT JOIN share_holdings h ON h.member_id = s.member
            WINDOW w AS (PARTITION BY s.member ORDER BY s.number, s.comes)
          ), judged AS (
            SELECT number, comes, is_public, held, CASE
                     WHEN held < 0 THEN 'holding_not_negative'
                     WHEN held_paid < 0 THEN 'holding_paid_not_negative'
                     WHEN held_amount < held_paid THEN 'holding_paid_within'
                     WHEN leaving < 0 THEN 'leaving_not_negative'
                     WHEN leaving_paid < 0 OR leaving_amount < leaving_paid THEN 'leaving_paid_within' END AS broken
              FROM steps
          )
          SELECT a.*, a.shares * a.nominal_cents AS amount, a.type <> 'correct' OR reverses(a) AS is_right,
                 coalesce(f.is_public, false) AS from_public, f.held AS from_held, f.broken AS from_broken,
                 coalesce(t.is_public, false) AS to_public, t.held AS to_held, t.broken AS to_broken
            FROM added a LEFT JOIN judged f ON f.number = a.number AND NOT f.comes
                         LEFT JOIN judged t ON t.number = a.number AND t.comes
           ORDER BY a.number
        LOOP
          IF m.number <> totals.last_number + 1 OR m.previous_hash <> totals.last_hash THEN
            RAISE EXCEPTION 'movement % does not follow movement %', m.number, totals.last_number
              USING ERRCODE = 'check_violation', CONSTRAINT = 'register_order';
          END IF;
          IF NOT m.is_right THEN
            RAISE EXCEPTION 'movement % is not the reverse of movement %', m.number, m.corrects
              USING ERRCODE = 'check_violation', CONSTRAINT = 'correction_reverses';
          END IF;
          -- The statutes of the day, read again only where another version took effect.
          IF since IS NULL OR m.effective_on < since OR m.effective_on >= until THEN
            SELECT s.effective_on, (s.settings->'capital'->>'nominalCents')::bigint,
                   (s.settings->'capital'->>'paidUpBp')::bigint,
                   array_agg(c.category->>'code' ORDER BY c.place),
                   array_agg((c.category->>'minShares')::integer ORDER BY c.place)
              INTO since, nominal, paid_up_bp, codes, minima
              FROM statutes_on(m.effective_on) s
              LEFT JOIN LATERAL jsonb_array_elements(s.settings->'categories') WITH ORDINALITY c (category, place) ON true
             GROUP BY s.effective_on, s.settings;
            SELECT coalesce(min(effective_on), 'infinity') INTO until
              FROM statute_profiles WHERE state = 'adopted' AND effective_on > m.effective_on;
          END IF;
          IF m.type <> 'correct' AND m.nominal_cents IS DISTINCT FROM nominal THEN
            RAISE EXCEPTION 'a share is worth what the statutes in force say'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'nominal_of_statutes';
          END IF;
          IF m.type = 'subscribe' AND m.paid_cents * 10000 < m.amount * paid_up_bp THEN
            RAISE EXCEPTION 'too little is paid to register % shares', m.shares
              USING ERRCODE = 'check_violation', CONSTRAINT = 'paid_up_part';
          END IF;
          broken := coalesce(m.from_broken, m.to_broken);
          IF broken IS NOT NULL THEN
            RAISE EXCEPTION 'movement % takes what a member does not have', m.number
              USING ERRCODE = 'check_violation', CONSTRAINT = broken;
          END IF;

          sign := CASE WHEN m.from_member_id IS NULL THEN 1 WHEN m.to_member_id IS NULL THEN -1 ELSE 0 END;
          totals.shares := totals.shares + sign * m.shares;
          totals.subscribed_cents := totals.subscribed_cents + sign * m.amount;
          totals.paid_cents := totals.paid_cents + sign * m.paid_cents;
          totals.public_cents := totals.public_cents + CASE WHEN m.to_public THEN m.amount ELSE 0 END
                                                     - CASE WHEN m.from_public THEN m.amount ELSE 0 END;
          totals.leaving_cents := totals.leaving_cents + CASE WHEN m.to_pocket = 'leaving' THEN m.amount ELSE 0 END
                                                       - CASE WHEN m.from_pocket = 'leaving' THEN m.amount ELSE 0 END;
          totals.peak_cents := CASE WHEN m.type = 'correct' THEN peak_up_to(m.number)
                                    ELSE greatest(totals.peak_cents, totals.subscribed_cents) END;
          totals.last_number := m.number;
          totals.last_hash := m.hash;

          -- A correction is stopped like a repayment, unless the capital had not reached the floor anyway.
          IF sign = -1 AND m.shares > 0
             AND totals.subscribed_cents < capital_floor_cents(totals.peak_cents, m.effective_on)
             AND NOT (m.type = 'correct'
                      AND totals.subscribed_cents + m.amount < capital_floor_cents(totals.peak_cents, m.effective_on)) THEN
            RAISE EXCEPTION 'the capital would fall to % cents, below its floor of % cents',
              totals.subscribed_cents, capital_floor_cents(totals.peak_cents, m.effective_on)
              USING ERRCODE = 'check_violation', CONSTRAINT = 'capital_floor';
          END IF;
          IF m.to_public AND NOT m.from_public AND m.shares > 0 AND totals.public_cents * 2 > totals.subscribed_cents THEN
            RAISE EXCEPTION 'public bodies would hold % of % cents, more than half', totals.public_cents, totals.subscribed_cents
              USING ERRCODE = 'check_violation', CONSTRAINT = 'public_half';
          END IF;
          IF m.type <> 'correct' AND m.shares > 0 THEN
            short := CASE
              WHEN m.from_pocket = 'held' AND m.from_held > 0 AND NOT coalesce(m.from_held >= ALL (minima), false)
                AND m.from_held < least_to_hold(m.from_member_id, m.effective_on, codes, minima) THEN m.from_held
              WHEN m.to_pocket = 'held' AND m.to_held > 0 AND NOT coalesce(m.to_held >= ALL (minima), false)
                AND m.to_held < least_to_hold(m.to_member_id, m.effective_on, codes, minima) THEN m.to_held END;
            IF short IS NOT NULL THEN
              RAISE EXCEPTION 'a member would hold % shares, fewer than the category asks for', short
                USING ERRCODE = 'check_violation', CONSTRAINT = 'least_shares';
            END IF;
          END IF;
        END LOOP;

        INSERT INTO share_holdings (member_id)
        SELECT to_member_id FROM added WHERE to_member_id IS NOT NULL
         UNION SELECT from_member_id FROM added WHERE from_member_id IS NOT NULL
        ON CONFLICT DO NOTHING;
        UPDATE share_holdings h SET
          shares = h.shares + d.held, paid_cents = h.paid_cents + d.held_paid,
          subscribed_cents = h.subscribed_cents + d.held_amount,
          leaving_shares = h.leaving_shares + d.leaving, leaving_paid_cents = h.leaving_paid_cents + d.leaving_paid,
          leaving_subscribed_cents = h.leaving_subscribed_cents + d.leaving_amount
        FROM (SELECT member,
                     coalesce(sum(shares) FILTER (WHERE pocket = 'held'), 0) AS held,
                     coalesce(sum(paid) FILTER (WHERE pocket = 'held'), 0) AS held_paid,
                     coalesce(sum(amount) FILTER (WHERE pocket = 'held'), 0) AS held_amount,
                     coalesce(sum(shares) FILTER (WHERE pocket = 'leaving'), 0) AS leaving,
                     coalesce(sum(paid) FILTER (WHERE pocket = 'leaving'), 0) AS leaving_paid,
                     coalesce(sum(amount) FILTER (WHERE pocket = 'leaving'), 0) AS leaving_amount
                FROM (SELECT from_member_id AS member, from_pocket AS pocket, -shares AS shares,
                             -paid_cents AS paid, -shares * nominal_cents AS amount FROM added
                       UNION ALL
                      SELECT to_member_id, to_pocket, shares, paid_cents, shares * nominal_cents FROM added) AS sides
               GROUP BY member) AS d
        WHERE h.member_id = d.member;
        UPDATE capital_totals SET shares = totals.shares, subscribed_cents = totals.subscribed_cents,
               paid_cents = totals.paid_cents, public_cents = totals.public_cents,
               leaving_cents = totals.leaving_cents, peak_cents = totals.peak_cents,
               last_number = totals.last_number, last_hash = totals.last_hash
         WHERE last_number <> totals.last_number;
        RETURN NULL;
      END $$;
      CREATE TRIGGER share_movements_apply AFTER INSERT ON share_movements
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION apply_share_movement();
      DROP FUNCTION move_pocket(uuid, text, integer, bigint, bigint);
      DROP FUNCTION least_shares(uuid, date);

      -- An entry balances when its lines are in: they come in one statement, which is judged as a
      -- whole; an entry without lines is found when its transaction ends.
      DROP TRIGGER journal_lines_balanced ON journal_lines;
      CREATE FUNCTION check_lines_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE wrong record;
      BEGIN
        SELECT entry_id, sum(debit_cents) - sum(credit_cents) AS difference, count(*) AS lines INTO wrong
          FROM journal_lines WHERE entry_id IN (SELECT entry_id FROM added) GROUP BY entry_id
        HAVING sum(debit_cents) <> sum(credit_cents) OR count(*) < 2 LIMIT 1;
        IF FOUND THEN
          RAISE EXCEPTION 'journal entry % is not balanced (difference % cents, % lines)',
            wrong.entry_id, wrong.difference, wrong.lines USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER journal_lines_balanced AFTER INSERT ON journal_lines
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_lines_balanced();
      CREATE OR REPLACE FUNCTION check_entry_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE difference numeric; lines integer;
      BEGIN
        SELECT coalesce(sum(debit_cents) - sum(credit_cents), 0), count(*) INTO difference, lines
          FROM journal_lines WHERE entry_id = NEW.id;
        IF difference <> 0 OR lines < 2 THEN
          RAISE EXCEPTION 'journal entry % is not balanced (difference % cents, % lines)', NEW.id, difference, lines
            USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
      END $$;
    `)
  }

  /** Register without its gates for a moment is worse than a database that only goes forward. */
  async down() {
    throw new Error('The gates of the register go forward only: start from an earlier backup.')
  }
}
