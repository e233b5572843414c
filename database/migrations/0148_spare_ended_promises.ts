import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Who leaves half paid owes no more: the bulletin is cancelled by the exit itself, which was announced
 * and decided as the statutes say, and asks for no further decision (C08, C12).
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE OR REPLACE FUNCTION guard_void_subscription() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.cancel_decided_by IS NULL
           AND EXISTS (SELECT 1 FROM share_movements WHERE to_member_id = NEW.member_id
                          AND subscription_id = NEW.id AND type = 'subscribe')
           AND NOT (NEW.cancel_reason = 'exit' AND EXISTS
                      (SELECT 1 FROM exits WHERE member_id = NEW.member_id
                          AND state IN ('announced', 'effective'))) THEN
          RAISE EXCEPTION 'shares that were registered are cancelled by a decision'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_needed';
        END IF;
        RETURN NEW;
      END $$;
    `)
  }

  async down() {
    this.schema.raw(`
      CREATE OR REPLACE FUNCTION guard_void_subscription() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.cancel_decided_by IS NULL AND EXISTS
           (SELECT 1 FROM share_movements WHERE to_member_id = NEW.member_id
                AND subscription_id = NEW.id AND type = 'subscribe') THEN
          RAISE EXCEPTION 'shares that were registered are cancelled by a decision'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_needed';
        END IF;
        RETURN NEW;
      END $$;
    `)
  }
}
