import { BaseSchema } from '@adonisjs/lucid/schema'

/** A publication's state machine walks only along its edges (rules 4.4, P23); nothing is deleted. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE FUNCTION guard_chain_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE edges text[] := ARRAY[
        'approved>signed', 'approved>mined', 'signed>broadcast', 'broadcast>mined', 'mined>broadcast',
        'mined>approved', 'mined>finalized', 'finalized>verified', 'failed>approved',
        'approved>failed', 'signed>failed', 'broadcast>failed', 'mined>failed', 'finalized>failed'];
      BEGIN
        IF TG_OP = 'DELETE' THEN
          RAISE EXCEPTION 'a publication is never deleted' USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.state <> OLD.state AND NOT (OLD.state || '>' || NEW.state) = ANY (edges) THEN
          RAISE EXCEPTION 'a publication cannot go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
        END IF;
        IF (NEW.id, NEW.publication_id, NEW.chain_id, NEW.contract_address, NEW.period, NEW.revision)
          IS DISTINCT FROM
           (OLD.id, OLD.publication_id, OLD.chain_id, OLD.contract_address, OLD.period, OLD.revision) THEN
          RAISE EXCEPTION 'what a publication is about never changes' USING ERRCODE = 'restrict_violation';
        END IF;
        IF OLD.state = 'verified' AND NEW IS DISTINCT FROM OLD THEN
          RAISE EXCEPTION 'a verified publication never changes' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER chain_transactions_guard BEFORE UPDATE OR DELETE ON chain_transactions
        FOR EACH ROW EXECUTE FUNCTION guard_chain_transaction();

      -- What was signed is kept as it was signed: any of the forms may be the one that is mined.
      ALTER TABLE chain_transaction_hashes ADD COLUMN position bigint GENERATED ALWAYS AS IDENTITY;
      CREATE FUNCTION guard_signed_form() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' OR (NEW.tx_hash, NEW.raw, NEW.chain_transaction_id, NEW.position)
          IS DISTINCT FROM (OLD.tx_hash, OLD.raw, OLD.chain_transaction_id, OLD.position) THEN
          RAISE EXCEPTION 'signed bytes are kept as they are' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER chain_transaction_hashes_guard BEFORE UPDATE OR DELETE ON chain_transaction_hashes
        FOR EACH ROW EXECUTE FUNCTION guard_signed_form();

      CREATE INDEX chain_transactions_unfinished ON chain_transactions (updated_at)
        WHERE state NOT IN ('verified', 'failed');
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TRIGGER chain_transactions_guard ON chain_transactions;
      DROP TRIGGER chain_transaction_hashes_guard ON chain_transaction_hashes;
      DROP FUNCTION guard_chain_transaction(), guard_signed_form();
      DROP INDEX chain_transactions_unfinished;
      ALTER TABLE chain_transaction_hashes DROP COLUMN position;
    `)
  }
}
