import { BaseSchema } from '@adonisjs/lucid/schema'

/** Members may ask for a co-operative review: a tenth of them is enough (C35). */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE review_petitions (
        id uuid PRIMARY KEY,
        received_on date NOT NULL,
        signatories integer NOT NULL CHECK (signatories > 0),
        -- How many members there were that day.
        members integer NOT NULL CHECK (members > 0),
        reference text NOT NULL,
        recorded_at timestamptz NOT NULL,
        recorded_by_label text NOT NULL,
        CHECK (signatories <= members),
        CHECK (signatories::bigint * 10 >= members)
      );
      CREATE TRIGGER review_petitions_append_only BEFORE UPDATE OR DELETE ON review_petitions
        FOR EACH ROW EXECUTE FUNCTION forbid_change();
    `)
  }

  async down() {
    this.schema.raw('DROP TABLE review_petitions')
  }
}
