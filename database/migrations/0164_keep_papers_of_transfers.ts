import { BaseSchema } from '@adonisjs/lucid/schema'

/** What a side of a transfer said on paper, as the office scanned it (L231-4). */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE share_transfer_papers (
        id uuid PRIMARY KEY,
        -- An order on paper is kept just before its transfer, whose evidence names it.
        transfer_id uuid NOT NULL REFERENCES share_transfers (id) DEFERRABLE INITIALLY DEFERRED,
        kind text NOT NULL CHECK (kind IN ('order', 'acceptance', 'decline', 'withdrawal')),
        -- Both are emptied with the details of a side: a scan names both, and cannot be blackened here.
        file_name text CHECK (length(file_name) BETWEEN 1 AND 200),
        storage_path text,
        mime_type text NOT NULL CHECK (mime_type IN ('application/pdf', 'image/jpeg', 'image/png')),
        byte_size integer NOT NULL CHECK (byte_size > 0),
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        kept_at timestamptz NOT NULL,
        kept_by_label text NOT NULL,
        CONSTRAINT paper_whole CHECK ((file_name IS NULL) = (storage_path IS NULL))
      );
      CREATE INDEX share_transfer_papers_transfer ON share_transfer_papers (transfer_id);

      CREATE FUNCTION guard_transfer_paper() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.storage_path IS NOT NULL OR (to_jsonb(NEW) - ARRAY['file_name', 'storage_path'])
             IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['file_name', 'storage_path']) THEN
          RAISE EXCEPTION 'a paper of a transfer does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_signed';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER share_transfer_papers_guard BEFORE UPDATE ON share_transfer_papers
        FOR EACH ROW EXECUTE FUNCTION guard_transfer_paper();
      CREATE TRIGGER share_transfer_papers_kept BEFORE DELETE ON share_transfer_papers
        FOR EACH ROW EXECUTE FUNCTION forbid_change();
    `)
  }

  async down() {
    this.schema.raw('DROP TABLE share_transfer_papers; DROP FUNCTION guard_transfer_paper();')
  }
}
