import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * A year's loss is taken back from a claim once (C17): the same amount of the same year again, after
 * the same valuation by accounts, is the same loss. And who is paid in a member's place (heirs).
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE UNIQUE INDEX claim_valuations_claw_back ON claim_valuations
        (claim_id, (detail->>'closed_on'), (detail->>'loss_cents'), (detail->>'after_version'))
        WHERE reason = 'claw_back';

      -- Who receives what a claim is worth, where it is not the member; the last row counts.
      CREATE TABLE claim_payees (
        id uuid PRIMARY KEY,
        claim_id uuid NOT NULL REFERENCES exit_claims (id),
        version integer NOT NULL CHECK (version > 0),
        name text NOT NULL CHECK (length(name) BETWEEN 2 AND 160),
        iban text NOT NULL CHECK (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$'),
        -- What says that they may receive it: the notary's act.
        evidence_reference text NOT NULL CHECK (length(evidence_reference) BETWEEN 2 AND 200),
        recorded_at timestamptz NOT NULL,
        recorded_by_label text NOT NULL,
        UNIQUE (claim_id, version)
      );
      CREATE TRIGGER claim_payees_append_only BEFORE UPDATE OR DELETE ON claim_payees
        FOR EACH ROW EXECUTE FUNCTION forbid_change();
      -- Which of them a payment went to; none where it was the member.
      ALTER TABLE exit_claims ADD COLUMN payee_id uuid REFERENCES claim_payees (id);
    `)
  }

  async down() {
    this.schema.raw(`
      ALTER TABLE exit_claims DROP COLUMN payee_id;
      DROP TABLE claim_payees;
      DROP INDEX claim_valuations_claw_back;
    `)
  }
}
