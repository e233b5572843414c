import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * A cause that is no longer proposed stays, because closed months, rules and choices name it; and a
 * month keeps the rule that its close began with (P15).
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      ALTER TABLE causes ADD COLUMN retired_at timestamptz;
      CREATE TRIGGER causes_never_deleted BEFORE DELETE ON causes
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      CREATE FUNCTION guard_policy_of_period() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.state <> 'open' AND NEW.revision = OLD.revision
          AND NEW.policy_id IS DISTINCT FROM OLD.policy_id THEN
          RAISE EXCEPTION 'period % is %: it keeps the policy that its close began with',
            OLD.period, OLD.state USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER periods_keep_policy BEFORE UPDATE ON periods
        FOR EACH ROW EXECUTE FUNCTION guard_policy_of_period();
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TRIGGER periods_keep_policy ON periods;
      DROP FUNCTION guard_policy_of_period();
      DROP TRIGGER causes_never_deleted ON causes;
      ALTER TABLE causes DROP COLUMN retired_at;
    `)
  }
}
