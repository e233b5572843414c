import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * What SQL could still write into the register: an instant before the last one, a piece of the
 * ledger that says something else, another kind of person under shares that were taken by then.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      -- C11: movements are recorded one after the other. The database has no clock of the house: an
      -- instant to come is found by checks:run.
      CREATE FUNCTION guard_recorded_at() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM share_movements WHERE number = NEW.number - 1 AND recorded_at > NEW.recorded_at) THEN
          RAISE EXCEPTION 'movement % would be recorded before the one it follows', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'register_time';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER share_movements_recorded BEFORE INSERT ON share_movements
        FOR EACH ROW EXECUTE FUNCTION guard_recorded_at();

      -- The piece says of every member, on 10131 and 10138 and on accounts 101 together, what the
      -- movement says; a line of 101 without a member is nobody's.
      CREATE FUNCTION piece_differs(m share_movements) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (
          SELECT 1 FROM (
            SELECT m.to_member_id::text AS member, CASE m.to_pocket WHEN 'held' THEN '10131' ELSE '10138' END AS account,
                   m.paid_cents AS cents
             UNION ALL
            SELECT m.to_member_id::text, '101', m.shares * m.nominal_cents
             UNION ALL
            SELECT m.from_member_id::text, CASE m.from_pocket WHEN 'held' THEN '10131' ELSE '10138' END, -m.paid_cents
             UNION ALL
            SELECT m.from_member_id::text, '101', -m.shares * m.nominal_cents
             UNION ALL
            SELECT coalesce(l.auxiliary, ''), a.account, l.debit_cents - l.credit_cents
              FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id AND l.account_code LIKE '101%'
             CROSS JOIN LATERAL (VALUES ('101'), (l.account_code)) a (account)
             WHERE e.piece_reference = m.piece_reference AND a.account IN ('101', '10131', '10138')
          ) AS said
           WHERE member IS NOT NULL
           GROUP BY member, account HAVING sum(cents) <> 0)
      $$;
      CREATE FUNCTION guard_piece() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF piece_differs(NEW) THEN
          RAISE EXCEPTION 'piece % does not say what movement % says', NEW.piece_reference, NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'movement_piece';
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER share_movements_piece AFTER INSERT ON share_movements
        FOR EACH ROW EXECUTE FUNCTION guard_piece();

      -- Nothing is added to the piece of a movement afterwards.
      CREATE FUNCTION guard_piece_lines() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM journal_entries e JOIN share_movements m ON m.piece_reference = e.piece_reference
                    WHERE e.id = NEW.entry_id) THEN
          RAISE EXCEPTION 'the piece of a movement is complete'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'movement_piece';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER journal_lines_of_movements BEFORE INSERT ON journal_lines
        FOR EACH ROW WHEN (NEW.account_code LIKE '101%') EXECUTE FUNCTION guard_piece_lines();

      -- Whose shares are public (C09) is known when they are taken and does not change.
      CREATE FUNCTION guard_kind() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM share_holdings WHERE member_id = NEW.id) THEN
          RAISE EXCEPTION 'who holds or held shares stays the kind of person they were'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'kind_of_holder';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER members_kind BEFORE UPDATE OF kind ON members
        FOR EACH ROW WHEN (NEW.kind IS DISTINCT FROM OLD.kind) EXECUTE FUNCTION guard_kind();
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TRIGGER members_kind ON members;
      DROP TRIGGER journal_lines_of_movements ON journal_lines;
      DROP TRIGGER share_movements_piece ON share_movements;
      DROP TRIGGER share_movements_recorded ON share_movements;
      DROP FUNCTION guard_kind(), guard_piece_lines(), guard_piece(), piece_differs(share_movements),
        guard_recorded_at();
    `)
  }
}
