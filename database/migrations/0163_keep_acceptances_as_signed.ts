import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * A taker accepts as a giver orders: with a one-time code that signs a text, or on a paper that the
 * office keeps. How each side signed is append-only (L231-4, C11).
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE FUNCTION guard_transfer_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        erased CONSTANT jsonb := '{"erased": true}';
        given jsonb := NEW.acceptance;
      BEGIN
        -- An acceptance says which order it is of, and how it was given.
        IF OLD.accepted_at IS NULL AND NEW.accepted_at IS NOT NULL AND NOT coalesce(
             (given ->> 'order_sha256') IS NOT DISTINCT FROM NEW.order_sha256
             AND CASE given ->> 'method'
               WHEN 'one_time_code_by_email' THEN
                 jsonb_exists_all(given, ARRAY['email', 'code_sent_at', 'signed_at', 'address', 'acceptance'])
                 AND given ->> 'acceptance_sha256' ~ '^[0-9a-f]{64}$'
                 AND given #>> '{acceptance,order,sha256}' IS NOT DISTINCT FROM NEW.order_sha256
               WHEN 'paper' THEN given ->> 'reference' <> ''
               ELSE false END, false) THEN
          RAISE EXCEPTION 'an acceptance is signed by code or on paper, and names its order'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_acceptance_signed';
        END IF;
        -- Given once; with the people's own details its words go, and nothing else does.
        IF OLD.accepted_at IS NOT NULL AND NEW.acceptance IS DISTINCT FROM OLD.acceptance
           AND NOT (NEW.ended_at IS NOT NULL
             AND NEW.acceptance = erased || jsonb_strip_nulls(
               jsonb_build_object('acceptance_sha256', OLD.acceptance -> 'acceptance_sha256'))) THEN
          RAISE EXCEPTION 'how a transfer was accepted does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_signed';
        END IF;
        IF (NEW.evidence IS DISTINCT FROM OLD.evidence AND NEW.evidence IS DISTINCT FROM erased)
           OR (NEW.order_text IS DISTINCT FROM OLD.order_text AND NOT coalesce(
             (NEW.order_text - ARRAY['erased', 'giver', 'taker', 'transfer'])
               = (OLD.order_text - ARRAY['erased', 'giver', 'taker', 'transfer'])
             AND NEW.order_text -> 'erased' = 'true'
             AND NEW.order_text -> 'giver' IN (OLD.order_text -> 'giver', '{}')
             AND NEW.order_text -> 'taker' IN (OLD.order_text -> 'taker', '{}')
             AND (NEW.order_text -> 'transfer') - 'reason' = (OLD.order_text -> 'transfer') - 'reason', false)) THEN
          RAISE EXCEPTION 'what was ordered does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_signed';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER share_transfers_evidence BEFORE UPDATE ON share_transfers
        FOR EACH ROW EXECUTE FUNCTION guard_transfer_evidence();
      CREATE TRIGGER share_transfers_kept BEFORE DELETE ON share_transfers
        FOR EACH ROW EXECUTE FUNCTION forbid_change();
    `)
  }

  /** The evidence that was kept under this guard stays. */
  async down() {
    this.schema.raw(`
      DROP TRIGGER share_transfers_kept ON share_transfers;
      DROP TRIGGER share_transfers_evidence ON share_transfers;
      DROP FUNCTION guard_transfer_evidence();
    `)
  }
}
