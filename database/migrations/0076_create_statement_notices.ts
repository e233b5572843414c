import { BaseSchema } from '@adonisjs/lucid/schema'

/** Who has been told that a statement is published: one mail for each statement, ever. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE statement_notices (
        statement_id uuid PRIMARY KEY REFERENCES statements (id),
        sent_at timestamptz NOT NULL
      );
      CREATE TRIGGER statement_notices_append_only BEFORE UPDATE OR DELETE ON statement_notices
        FOR EACH ROW EXECUTE FUNCTION forbid_change();
    `)
  }

  async down() {
    this.schema.raw('DROP TABLE statement_notices')
  }
}
