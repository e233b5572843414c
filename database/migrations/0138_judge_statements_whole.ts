import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * The gates of 0094, 0133 and 0134 for movements that come together (0136): each is judged once the
 * statement has moved the pockets and the capital, whatever order its rows came in and whenever its
 * transaction wants its constraints judged.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      -- C11: a movement's instant, against the movement before it, which may stand further down.
      DROP TRIGGER share_movements_recorded ON share_movements;
      CREATE OR REPLACE FUNCTION guard_recorded_at() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE late bigint;
      BEGIN
        SELECT a.number INTO late FROM added a JOIN share_movements b ON b.number = a.number - 1
         WHERE b.recorded_at > a.recorded_at LIMIT 1;
        IF FOUND THEN
          RAISE EXCEPTION 'movement % would be recorded before the one it follows', late
            USING ERRCODE = 'check_violation', CONSTRAINT = 'register_time';
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER share_movements_recorded AFTER INSERT ON share_movements
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION guard_recorded_at();

      -- C11: whoever gives had it on that day and on every day since.
      DROP TRIGGER share_movements_past ON share_movements;
      CREATE OR REPLACE FUNCTION guard_past_days() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE given record;
      BEGIN
        FOR given IN
          SELECT from_member_id AS member, from_pocket AS pocket, min(effective_on) AS since
            FROM added WHERE from_member_id IS NOT NULL GROUP BY 1, 2
        LOOP
          CONTINUE WHEN NOT EXISTS (SELECT 1 FROM share_movements WHERE effective_on > given.since
                                       AND given.member IN (from_member_id, to_member_id));
          IF EXISTS (
            SELECT 1 FROM (
              SELECT effective_on, sum(shares) OVER days AS shares, sum(paid) OVER days AS paid FROM (
                SELECT effective_on, shares, paid_cents AS paid FROM share_movements
                 WHERE to_member_id = given.member AND to_pocket = given.pocket
                 UNION ALL
                SELECT effective_on, -shares, -paid_cents FROM share_movements
                 WHERE from_member_id = given.member AND from_pocket = given.pocket) AS moved
              WINDOW days AS (ORDER BY effective_on)) AS story
             WHERE effective_on >= given.since AND (shares < 0 OR paid < 0)) THEN
            RAISE EXCEPTION 'on a day since %, fewer than none would be held', given.since
              USING ERRCODE = 'check_violation', CONSTRAINT = 'past_not_negative';
          END IF;
        END LOOP;
        RETURN NULL;
      END $$;
      CREATE TRIGGER share_movements_past AFTER INSERT ON share_movements
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION guard_past_days();

      -- Each piece against its movement, as in 0134, all in one reading of the ledger.
      DROP TRIGGER share_movements_piece ON share_movements;
      CREATE OR REPLACE FUNCTION guard_piece() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE wrong record;
      BEGIN
        SELECT number, piece INTO wrong FROM (
          SELECT m.number, m.piece_reference AS piece, s.member, s.account, s.cents
            FROM added m CROSS JOIN LATERAL (VALUES
              (m.to_member_id::text, CASE m.to_pocket WHEN 'held' THEN '10131' ELSE '10138' END, m.paid_cents),
              (m.to_member_id::text, '101', m.shares * m.nominal_cents),
              (m.from_member_id::text, CASE m.from_pocket WHEN 'held' THEN '10131' ELSE '10138' END, -m.paid_cents),
              (m.from_member_id::text, '101', -m.shares * m.nominal_cents)) s (member, account, cents)
           UNION ALL
          SELECT m.number, m.piece_reference, coalesce(l.auxiliary, ''), a.account, l.debit_cents - l.credit_cents
            FROM added m JOIN journal_entries e ON e.piece_reference = m.piece_reference
            JOIN journal_lines l ON l.entry_id = e.id AND l.account_code LIKE '101%'
           CROSS JOIN LATERAL (VALUES ('101'), (l.account_code)) a (account)
           WHERE a.account IN ('101', '10131', '10138')
        ) AS said
         WHERE member IS NOT NULL
         GROUP BY number, piece, member, account HAVING sum(cents) <> 0 LIMIT 1;
        IF FOUND THEN
          RAISE EXCEPTION 'piece % does not say what movement % says', wrong.piece, wrong.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'movement_piece';
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER share_movements_piece AFTER INSERT ON share_movements
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION guard_piece();
      DROP FUNCTION piece_differs(share_movements);

      -- C10: the capital that a transaction leaves obeys the statutes of the day it was recorded. It
      -- follows the capital's own row, so that it never looks at one that has not moved yet.
      DROP TRIGGER share_movements_floor ON share_movements;
      CREATE OR REPLACE FUNCTION guard_capital_left() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE totals capital_totals;
      BEGIN
        SELECT * INTO STRICT totals FROM capital_totals;
        IF EXISTS (
          SELECT 1 FROM share_movements m
           CROSS JOIN LATERAL (SELECT capital_floor_cents(totals.peak_cents,
                                 (m.recorded_at AT TIME ZONE 'Europe/Paris')::date) AS cents) AS floor
           WHERE m.number > OLD.last_number AND m.number <= NEW.last_number
             AND m.to_member_id IS NULL AND m.shares > 0
             AND totals.subscribed_cents < floor.cents
             AND NOT (m.type = 'correct'
                      AND totals.subscribed_cents + m.shares * m.nominal_cents < floor.cents)) THEN
          RAISE EXCEPTION 'the capital would be left at % cents, below its floor', totals.subscribed_cents
            USING ERRCODE = 'check_violation', CONSTRAINT = 'capital_floor';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER capital_totals_floor AFTER UPDATE ON capital_totals
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (NEW.subscribed_cents < OLD.subscribed_cents OR NEW.last_number > OLD.last_number + 1)
        EXECUTE FUNCTION guard_capital_left();
    `)
  }

  /** As in 0136: the gates of the register go forward only. */
  async down() {
    throw new Error('The gates of the register go forward only: start from an earlier backup.')
  }
}
