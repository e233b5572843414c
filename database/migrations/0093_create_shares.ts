import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * The register of shares: numbered movements from one pocket to another. A pocket is what a member
 * holds (`held`) or what waits to be repaid after an exit (`leaving`); no side means outside the
 * capital. What is in a pocket is never written by hand: 0094 keeps it from the movements.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      -- A subscription bulletin: registered in the register once the money is in (C07, C08).
      CREATE TABLE share_subscriptions (
        id uuid PRIMARY KEY,
        member_id uuid NOT NULL REFERENCES members (id),
        application_id uuid UNIQUE REFERENCES applications (id),
        reference text NOT NULL UNIQUE,
        shares integer NOT NULL CHECK (shares > 0),
        nominal_cents bigint NOT NULL CHECK (nominal_cents > 0),
        first_payment_cents bigint NOT NULL CHECK (first_payment_cents > 0),
        -- Receipts less refunds, before and after registration.
        received_cents bigint NOT NULL DEFAULT 0 CHECK (received_cents >= 0),
        state text NOT NULL CHECK (state IN ('awaiting_payment', 'registered', 'cancelled')),
        bulletin jsonb NOT NULL,
        bulletin_sha256 text NOT NULL CHECK (bulletin_sha256 ~ '^[0-9a-f]{64}$'),
        evidence jsonb,
        signed_at timestamptz NOT NULL,
        registered_at timestamptz,
        cancelled_at timestamptz,
        cancel_reason text,
        created_at timestamptz NOT NULL,
        updated_at timestamptz,
        CHECK (first_payment_cents <= shares * nominal_cents),
        CHECK (received_cents <= shares * nominal_cents),
        CHECK ((state = 'registered') = (registered_at IS NOT NULL)),
        CHECK (state <> 'registered' OR received_cents >= first_payment_cents)
      );
      CREATE INDEX share_subscriptions_member ON share_subscriptions (member_id);
      CREATE INDEX share_subscriptions_state ON share_subscriptions (state, created_at);

      -- The co-operative asks for a part of what is still unpaid (C08).
      CREATE TABLE capital_calls (
        id uuid PRIMARY KEY,
        subscription_id uuid NOT NULL REFERENCES share_subscriptions (id),
        amount_cents bigint NOT NULL CHECK (amount_cents > 0),
        paid_cents bigint NOT NULL DEFAULT 0 CHECK (paid_cents BETWEEN 0 AND amount_cents),
        called_on date NOT NULL,
        due_on date NOT NULL CHECK (due_on >= called_on),
        reminded_on date,
        cancelled_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz
      );
      CREATE INDEX capital_calls_subscription ON capital_calls (subscription_id);
      CREATE INDEX capital_calls_due ON capital_calls (due_on) WHERE paid_cents < amount_cents;

      -- Money of a subscription as the bank shows it.
      CREATE TABLE share_payments (
        id uuid PRIMARY KEY,
        subscription_id uuid NOT NULL REFERENCES share_subscriptions (id),
        kind text NOT NULL CHECK (kind IN ('receipt', 'refund')),
        amount_cents bigint NOT NULL CHECK (amount_cents > 0),
        bank_date date NOT NULL,
        bank_reference text NOT NULL UNIQUE CHECK (length(bank_reference) BETWEEN 1 AND 140),
        recorded_at timestamptz NOT NULL,
        recorded_by_label text NOT NULL
      );
      CREATE INDEX share_payments_subscription ON share_payments (subscription_id);
      CREATE TRIGGER share_payments_append_only BEFORE UPDATE OR DELETE ON share_payments
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      -- A member asks to hand shares to another; the board or the assembly may refuse.
      CREATE TABLE share_transfers (
        id uuid PRIMARY KEY,
        from_member_id uuid NOT NULL REFERENCES members (id),
        to_member_id uuid NOT NULL REFERENCES members (id),
        shares integer NOT NULL CHECK (shares > 0),
        price_cents bigint CHECK (price_cents >= 0),
        state text NOT NULL CHECK (state IN ('requested', 'registered', 'refused', 'withdrawn')),
        refuse_by date,
        decision_reference text,
        reason text,
        requested_at timestamptz NOT NULL,
        requested_by_label text NOT NULL,
        ended_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz,
        CHECK (from_member_id <> to_member_id),
        CHECK ((state = 'requested') = (ended_at IS NULL))
      );
      CREATE INDEX share_transfers_from ON share_transfers (from_member_id);
      CREATE INDEX share_transfers_to ON share_transfers (to_member_id);

      -- What the co-operative owes a member who left, until it is paid or clawed back (C14-C17).
      CREATE TABLE exit_claims (
        id uuid PRIMARY KEY,
        -- Place in the queue among exits of the same day.
        number integer NOT NULL UNIQUE CHECK (number > 0),
        exit_id uuid NOT NULL UNIQUE REFERENCES exits (id),
        member_id uuid NOT NULL REFERENCES members (id),
        shares integer NOT NULL CHECK (shares > 0),
        nominal_cents bigint NOT NULL CHECK (nominal_cents > 0),
        paid_up_cents bigint NOT NULL CHECK (paid_up_cents >= 0),
        joined_on date NOT NULL,
        exit_on date NOT NULL,
        due_on date NOT NULL CHECK (due_on >= exit_on),
        -- C17: until this day the member answers for the losses of the membership years.
        tail_until date NOT NULL CHECK (tail_until >= exit_on),
        early_decision_reference text,
        -- Void: the movement that opened it was corrected.
        state text NOT NULL CHECK (state IN ('queued', 'paid', 'void')),
        paid_amount_cents bigint CHECK (paid_amount_cents >= 0),
        paid_on date,
        bank_reference text UNIQUE,
        created_at timestamptz NOT NULL,
        updated_at timestamptz,
        CHECK ((state = 'paid') = (paid_on IS NOT NULL)),
        CHECK ((state = 'paid') = (paid_amount_cents IS NOT NULL)),
        CHECK (paid_up_cents <= shares * nominal_cents)
      );
      CREATE INDEX exit_claims_queue ON exit_claims (exit_on, number) WHERE state = 'queued';
      CREATE INDEX exit_claims_member ON exit_claims (member_id);

      -- What a claim is worth by which accounts; the last row counts (C14).
      CREATE TABLE claim_valuations (
        id uuid PRIMARY KEY,
        claim_id uuid NOT NULL REFERENCES exit_claims (id),
        version integer NOT NULL CHECK (version > 0),
        reason text NOT NULL CHECK (reason IN ('exit', 'accounts', 'claw_back')),
        annual_accounts_id uuid,
        loss_share_cents bigint NOT NULL CHECK (loss_share_cents >= 0),
        amount_cents bigint NOT NULL CHECK (amount_cents >= 0),
        detail jsonb NOT NULL,
        recorded_at timestamptz NOT NULL,
        recorded_by_label text NOT NULL,
        UNIQUE (claim_id, version)
      );
      CREATE TRIGGER claim_valuations_append_only BEFORE UPDATE OR DELETE ON claim_valuations
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      CREATE TABLE share_movements (
        number bigint PRIMARY KEY CHECK (number > 0),
        id uuid NOT NULL UNIQUE,
        type text NOT NULL CHECK (type IN
          ('subscribe', 'call', 'transfer', 'withdraw', 'exclude', 'death', 'cancel', 'correct')),
        effective_on date NOT NULL,
        recorded_at timestamptz NOT NULL,
        recorded_by_label text NOT NULL,
        from_member_id uuid REFERENCES members (id),
        from_pocket text CHECK (from_pocket IN ('held', 'leaving')),
        to_member_id uuid REFERENCES members (id),
        to_pocket text CHECK (to_pocket IN ('held', 'leaving')),
        shares integer NOT NULL CHECK (shares >= 0),
        nominal_cents bigint NOT NULL CHECK (nominal_cents > 0),
        -- The paid-up part that moves with the shares, or is added by a call.
        paid_cents bigint NOT NULL CHECK (paid_cents >= 0),
        subscription_id uuid REFERENCES share_subscriptions (id),
        transfer_id uuid UNIQUE REFERENCES share_transfers (id),
        claim_id uuid REFERENCES exit_claims (id),
        corrects bigint UNIQUE REFERENCES share_movements (number),
        reason text,
        -- The entry of the ledger that was posted with it.
        piece_reference text NOT NULL UNIQUE REFERENCES journal_entries (piece_reference),
        previous_hash bytea NOT NULL CHECK (length(previous_hash) = 32),
        hash bytea NOT NULL UNIQUE CHECK (length(hash) = 32),
        CHECK ((from_member_id IS NULL) = (from_pocket IS NULL)),
        CHECK ((to_member_id IS NULL) = (to_pocket IS NULL)),
        CHECK (from_member_id IS NOT NULL OR to_member_id IS NOT NULL),
        CHECK (paid_cents <= shares * nominal_cents OR shares = 0),
        CHECK ((type = 'correct') = (corrects IS NOT NULL)),
        CHECK (type <> 'correct' OR reason IS NOT NULL),
        CHECK (type <> 'subscribe' OR (from_pocket IS NULL AND to_pocket = 'held' AND shares > 0)),
        CHECK (type <> 'call' OR (from_pocket IS NULL AND to_pocket = 'held' AND shares = 0 AND paid_cents > 0)),
        CHECK (type <> 'transfer' OR (from_pocket = 'held' AND to_pocket = 'held' AND shares > 0
          AND from_member_id <> to_member_id)),
        CHECK (type NOT IN ('withdraw', 'exclude', 'death') OR (from_pocket = 'held' AND to_pocket = 'leaving'
          AND from_member_id = to_member_id AND shares > 0)),
        CHECK (type <> 'cancel' OR (to_pocket IS NULL AND shares > 0))
      );
      CREATE INDEX share_movements_from ON share_movements (from_member_id, number);
      CREATE INDEX share_movements_to ON share_movements (to_member_id, number);
      CREATE INDEX share_movements_effective ON share_movements (effective_on, number);

      -- What a day's register comes to, ready to be anchored: the hash of its last movement.
      CREATE TABLE register_roots (
        day date PRIMARY KEY,
        last_number bigint NOT NULL CHECK (last_number >= 0),
        root bytea NOT NULL CHECK (length(root) = 32),
        recorded_at timestamptz NOT NULL
      );
      CREATE TRIGGER register_roots_append_only BEFORE UPDATE OR DELETE ON register_roots
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      -- A register of another program, read line by line, then taken whole or not at all.
      CREATE TABLE register_imports (
        id uuid PRIMARY KEY,
        file_name text NOT NULL,
        file_sha256 text NOT NULL,
        content bytea,
        mapping jsonb NOT NULL,
        report jsonb NOT NULL,
        state text NOT NULL CHECK (state IN ('checked', 'applied', 'discarded')),
        line_count integer NOT NULL CHECK (line_count >= 0),
        created_at timestamptz NOT NULL,
        created_by_label text NOT NULL,
        applied_at timestamptz,
        applied_by_label text,
        CHECK ((state = 'applied') = (applied_at IS NOT NULL))
      );
      CREATE UNIQUE INDEX register_imports_once ON register_imports (file_sha256) WHERE state = 'applied';
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TABLE register_imports, register_roots, share_movements, claim_valuations, exit_claims,
        share_transfers, share_payments, capital_calls, share_subscriptions;
    `)
  }
}
