import { BaseSchema } from '@adonisjs/lucid/schema'

/** Who signs minutes is named by account; the attendance sheet is kept with them. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      -- The name stays beside it, as it is printed.
      ALTER TABLE assemblies ADD COLUMN secretary_account_id uuid REFERENCES accounts (id);

      CREATE TABLE assembly_tellers (
        assembly_id uuid NOT NULL REFERENCES assemblies (id),
        member_id uuid NOT NULL REFERENCES members (id),
        position integer NOT NULL CHECK (position > 0),
        PRIMARY KEY (assembly_id, member_id),
        UNIQUE (assembly_id, position) DEFERRABLE INITIALLY DEFERRED
      );

      -- One chair and one secretary; tellers may be several.
      ALTER TABLE minutes_signatures DROP CONSTRAINT minutes_signatures_minutes_id_capacity_key;
      CREATE UNIQUE INDEX minutes_signatures_officer ON minutes_signatures (minutes_id, capacity)
        WHERE capacity <> 'teller';

      -- R225-95: the sheet as it stood when the minutes were written; its hash stands in them.
      ALTER TABLE minutes ADD COLUMN sheet_path text,
        ADD COLUMN sheet_sha256 text CHECK (sheet_sha256 ~ '^[0-9a-f]{64}$'),
        ADD CONSTRAINT minutes_sheet CHECK ((sheet_path IS NULL) = (sheet_sha256 IS NULL));

      -- What came back, from a mailbox or from an address.
      ALTER TABLE notices DROP CONSTRAINT notices_state_check,
        ADD CONSTRAINT notices_state_check CHECK (state IN ('queued', 'sent', 'bounced', 'posted', 'returned'));
    `)
  }

  async down() {
    this.schema.raw(`
      ALTER TABLE notices DROP CONSTRAINT notices_state_check,
        ADD CONSTRAINT notices_state_check CHECK (state IN ('queued', 'sent', 'bounced', 'posted'));
      ALTER TABLE minutes DROP COLUMN sheet_path, DROP COLUMN sheet_sha256;
      DROP INDEX minutes_signatures_officer;
      ALTER TABLE minutes_signatures ADD CONSTRAINT minutes_signatures_minutes_id_capacity_key UNIQUE (minutes_id, capacity);
      DROP TABLE assembly_tellers;
      ALTER TABLE assemblies DROP COLUMN secretary_account_id;
    `)
  }
}
