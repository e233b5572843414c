import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * A transfer is ordered by whoever gives, with their signature, and accepted by whoever takes; only
 * then do the refusal's days run, and only then is it registered (L231-4, C11).
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      ALTER TABLE share_transfers
        -- What both sides quote; none for what came before orders were kept.
        ADD COLUMN reference text UNIQUE,
        -- The order as it was signed, its hash, and how it was: by code, or a paper that the office keeps.
        ADD COLUMN order_text jsonb,
        ADD COLUMN order_sha256 text CHECK (order_sha256 ~ '^[0-9a-f]{64}$'),
        ADD COLUMN evidence jsonb,
        -- When and how the taker agreed.
        ADD COLUMN accepted_at timestamptz,
        ADD COLUMN acceptance jsonb,
        -- The file of an existing register that this transfer came with: it was agreed and entered there.
        ADD COLUMN import_id uuid REFERENCES register_imports (id),
        DROP CONSTRAINT share_transfers_state_check,
        DROP CONSTRAINT share_transfers_check1;

      -- What was asked before signatures and answers were kept says so. What waits, waits for its taker.
      UPDATE share_transfers SET evidence = '{"method": "before_signed_orders"}';
      UPDATE share_transfers SET accepted_at = requested_at, acceptance = '{"method": "before_acceptances"}'
       WHERE state IN ('registered', 'refused');
      UPDATE share_transfers SET refuse_by = NULL WHERE state = 'requested';

      ALTER TABLE share_transfers
        ADD CONSTRAINT transfer_state CHECK
          (state IN ('requested', 'accepted', 'registered', 'declined', 'refused', 'withdrawn')),
        ADD CONSTRAINT transfer_ended CHECK ((state IN ('requested', 'accepted')) = (ended_at IS NULL)),
        ADD CONSTRAINT transfer_signed CHECK (evidence IS NOT NULL OR import_id IS NOT NULL),
        ADD CONSTRAINT transfer_order CHECK ((reference IS NULL) = (order_text IS NULL)
          AND (order_text IS NULL) = (order_sha256 IS NULL)),
        ADD CONSTRAINT transfer_accepted CHECK (state NOT IN ('accepted', 'registered', 'refused')
          OR accepted_at IS NOT NULL OR import_id IS NOT NULL),
        ADD CONSTRAINT transfer_not_accepted CHECK (state NOT IN ('requested', 'declined')
          OR (accepted_at IS NULL AND refuse_by IS NULL)),
        ADD CONSTRAINT transfer_acceptance CHECK ((accepted_at IS NULL) = (acceptance IS NULL)
          AND accepted_at >= requested_at),
        ADD CONSTRAINT transfer_imported CHECK (import_id IS NULL OR state = 'registered');

      -- One way through its states. What was ordered stays; of an ended one only words about people
      -- are emptied, with the people's own details.
      CREATE FUNCTION guard_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.ended_at IS NOT NULL
           AND (to_jsonb(NEW) - ARRAY['requested_by_label', 'reason', 'order_text', 'evidence', 'acceptance', 'updated_at'])
             IS DISTINCT FROM
               (to_jsonb(OLD) - ARRAY['requested_by_label', 'reason', 'order_text', 'evidence', 'acceptance', 'updated_at']) THEN
          RAISE EXCEPTION 'a transfer that ended does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_over';
        END IF;
        IF (NEW.from_member_id, NEW.to_member_id, NEW.shares, NEW.price_cents, NEW.requested_at, NEW.reference, NEW.order_sha256, NEW.import_id)
             IS DISTINCT FROM (OLD.from_member_id, OLD.to_member_id, OLD.shares, OLD.price_cents, OLD.requested_at, OLD.reference, OLD.order_sha256, OLD.import_id)
           OR (OLD.ended_at IS NULL AND (NEW.order_text, NEW.evidence) IS DISTINCT FROM (OLD.order_text, OLD.evidence))
           OR (OLD.accepted_at IS NOT NULL AND NEW.accepted_at IS DISTINCT FROM OLD.accepted_at) THEN
          RAISE EXCEPTION 'what was ordered and accepted does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_signed';
        END IF;
        IF NEW.state <> OLD.state AND NOT (CASE OLD.state
             WHEN 'requested' THEN NEW.state IN ('accepted', 'declined', 'withdrawn')
             WHEN 'accepted' THEN NEW.state IN ('registered', 'refused', 'withdrawn')
             ELSE false END) THEN
          RAISE EXCEPTION 'a transfer that is % does not become %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_accepted';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER share_transfers_guard BEFORE UPDATE ON share_transfers
        FOR EACH ROW EXECUTE FUNCTION guard_transfer();

      -- The register moves shares by a transfer that both sides agreed to, and as it says.
      CREATE FUNCTION guard_transfer_movement() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE wrong bigint;
      BEGIN
        SELECT a.number INTO wrong FROM added a LEFT JOIN share_transfers x ON x.id = a.transfer_id
         WHERE a.type = 'transfer'
           AND (x.state IS DISTINCT FROM 'registered' OR (x.from_member_id, x.to_member_id, x.shares)
                  IS DISTINCT FROM (a.from_member_id, a.to_member_id, a.shares)) LIMIT 1;
        IF FOUND THEN
          RAISE EXCEPTION 'movement % is not that of an accepted transfer', wrong
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_accepted';
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER share_movements_transfer AFTER INSERT ON share_movements
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION guard_transfer_movement();
    `)
  }

  /** As in 0136: what was signed is not forgotten by going back. */
  async down() {
    throw new Error('Signed orders go forward only: start from an earlier backup.')
  }
}
