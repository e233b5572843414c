import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * The register of a past day shows the names of then: whoever looks for one of them finds the member
 * who bears another now. Kept beside the row for the search, and emptied when the person is erased.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      ALTER TABLE members ADD COLUMN former_names text NOT NULL DEFAULT '';
      UPDATE members m SET former_names = past.names
        FROM (SELECT member_id, string_agg(DISTINCT name, ' ') AS names
                FROM (SELECT d.member_id, coalesce(d.legal_name,
                             nullif(concat_ws(' ', d.given_name, d.family_name), '')) AS name
                        FROM member_details d) named
               WHERE name IS NOT NULL GROUP BY 1) past
       WHERE past.member_id = m.id AND m.erased_at IS NULL AND past.names <> m.display_name;

      CREATE FUNCTION keep_former_names() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.erased_at IS NOT NULL THEN
          NEW.former_names := '';
        ELSIF NEW.display_name <> OLD.display_name AND position(OLD.display_name IN OLD.former_names) = 0 THEN
          NEW.former_names := concat_ws(' ', nullif(OLD.former_names, ''), OLD.display_name);
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER members_former_names BEFORE UPDATE OF display_name, erased_at ON members
        FOR EACH ROW EXECUTE FUNCTION keep_former_names();

      DROP INDEX members_search, members_word_starts;
      ALTER TABLE members DROP COLUMN search_text;
      ALTER TABLE members ADD COLUMN search_text text NOT NULL GENERATED ALWAYS AS
        (plain_text(display_name || ' ' || email || ' ' || city || ' ' || former_names)) STORED;
      CREATE INDEX members_search ON members USING gin (search_text gin_trgm_ops);
      CREATE INDEX members_word_starts ON members USING gin (word_starts(search_text));
    `)
  }

  async down() {
    this.schema.raw(`
      DROP INDEX members_search, members_word_starts;
      ALTER TABLE members DROP COLUMN search_text;
      DROP TRIGGER members_former_names ON members;
      DROP FUNCTION keep_former_names();
      ALTER TABLE members DROP COLUMN former_names;
      ALTER TABLE members ADD COLUMN search_text text NOT NULL
        GENERATED ALWAYS AS (plain_text(display_name || ' ' || email || ' ' || city)) STORED;
      CREATE INDEX members_search ON members USING gin (search_text gin_trgm_ops);
      CREATE INDEX members_word_starts ON members USING gin (word_starts(search_text));
    `)
  }
}
