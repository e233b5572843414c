import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE ledger_accounts (
        code text PRIMARY KEY CHECK (code ~ '^[1-7][0-9]{2,7}$'),
        label_fr text NOT NULL,
        label_en text NOT NULL
      );

      CREATE TABLE journal_entries (
        id uuid PRIMARY KEY,
        journal text NOT NULL CHECK (journal IN ('BQ', 'VE', 'RD', 'OD')),
        number integer NOT NULL CHECK (number > 0),
        entry_date date NOT NULL,
        piece_reference text NOT NULL UNIQUE,
        label text NOT NULL,
        posted_by_label text NOT NULL,
        posted_at timestamptz NOT NULL,
        UNIQUE (journal, number)
      );

      CREATE TABLE journal_lines (
        id uuid PRIMARY KEY,
        entry_id uuid NOT NULL REFERENCES journal_entries (id),
        position integer NOT NULL CHECK (position > 0),
        account_code text NOT NULL REFERENCES ledger_accounts (code),
        auxiliary text,
        label text NOT NULL,
        debit_cents bigint NOT NULL DEFAULT 0 CHECK (debit_cents >= 0),
        credit_cents bigint NOT NULL DEFAULT 0 CHECK (credit_cents >= 0),
        CHECK ((debit_cents = 0) <> (credit_cents = 0)),
        UNIQUE (entry_id, position)
      );
      CREATE INDEX journal_lines_account ON journal_lines (account_code);

      CREATE FUNCTION check_entry_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE difference numeric; entry uuid; lines integer;
      BEGIN
        entry := CASE TG_TABLE_NAME WHEN 'journal_entries' THEN NEW.id ELSE NULL END;
        IF entry IS NULL THEN entry := (to_jsonb(NEW)->>'entry_id')::uuid; END IF;
        SELECT coalesce(sum(debit_cents) - sum(credit_cents), 0), count(*) INTO difference, lines
          FROM journal_lines WHERE entry_id = entry;
        IF difference <> 0 OR lines < 2 THEN
          RAISE EXCEPTION 'journal entry % is not balanced (difference % cents, % lines)', entry, difference, lines
            USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER journal_entries_balanced AFTER INSERT ON journal_entries
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_entry_balanced();
      CREATE CONSTRAINT TRIGGER journal_lines_balanced AFTER INSERT ON journal_lines
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_entry_balanced();
      CREATE TRIGGER journal_entries_append_only BEFORE UPDATE OR DELETE ON journal_entries
        FOR EACH ROW EXECUTE FUNCTION forbid_change();
      CREATE TRIGGER journal_lines_append_only BEFORE UPDATE OR DELETE ON journal_lines
        FOR EACH ROW EXECUTE FUNCTION forbid_change();
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TABLE journal_lines, journal_entries, ledger_accounts;
      DROP FUNCTION check_entry_balanced();
    `)
  }
}
