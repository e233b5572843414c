import { BaseSchema } from '@adonisjs/lucid/schema'

/** Which facts of the register their members were told of: one mail for each fact and member, ever. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE member_notices (
        kind text NOT NULL CHECK (kind ~ '^[a-z_]+$'),
        -- The movement, exit, claim, call, transfer or exclusion.
        fact_id uuid NOT NULL,
        member_id uuid NOT NULL REFERENCES members (id),
        sent_at timestamptz NOT NULL,
        PRIMARY KEY (fact_id, kind, member_id)
      );
      CREATE TRIGGER member_notices_append_only BEFORE UPDATE OR DELETE ON member_notices
        FOR EACH ROW EXECUTE FUNCTION forbid_change();
    `)
  }

  async down() {
    this.schema.raw('DROP TABLE member_notices')
  }
}
