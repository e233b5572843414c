import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      -- Who may approve a month: three people, two of whom must (P21).
      CREATE TABLE approval_mandates (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts (id),
        capacity text NOT NULL CHECK (capacity IN ('treasurer', 'artists_delegate', 'subscribers_delegate')),
        starts_on date NOT NULL,
        ends_on date CHECK (ends_on >= starts_on),
        created_at timestamptz NOT NULL
      );
      CREATE INDEX approval_mandates_account_id ON approval_mandates (account_id);

      CREATE TABLE chain_contracts (
        id uuid PRIMARY KEY,
        chain_id bigint NOT NULL,
        name text NOT NULL,
        address text NOT NULL CHECK (address ~ '^0x[0-9a-fA-F]{40}$'),
        abi jsonb NOT NULL,
        source_sha256 text NOT NULL,
        deploy_tx_hash text NOT NULL,
        block_number bigint NOT NULL,
        deployed_at timestamptz NOT NULL,
        retired_at timestamptz
      );
      CREATE UNIQUE INDEX chain_contracts_in_use ON chain_contracts (chain_id, name) WHERE retired_at IS NULL;

      CREATE TABLE publications (
        id uuid PRIMARY KEY,
        period text NOT NULL REFERENCES periods (period),
        revision integer NOT NULL CHECK (revision > 0),
        root bytea NOT NULL CHECK (length(root) = 32),
        doc_hash bytea NOT NULL CHECK (length(doc_hash) = 32),
        public_report bytea NOT NULL,
        totals jsonb NOT NULL,
        leaf_count integer NOT NULL CHECK (leaf_count >= 0),
        sealed_at timestamptz NOT NULL,
        UNIQUE (period, revision)
      );
      CREATE TRIGGER publications_append_only BEFORE UPDATE OR DELETE ON publications
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      -- An approval is bound to the very root and report that were approved.
      CREATE TABLE publication_approvals (
        id uuid PRIMARY KEY,
        publication_id uuid NOT NULL REFERENCES publications (id),
        account_id uuid NOT NULL REFERENCES accounts (id),
        capacity text NOT NULL,
        root bytea NOT NULL,
        doc_hash bytea NOT NULL,
        approved_at timestamptz NOT NULL,
        UNIQUE (publication_id, account_id)
      );
      CREATE TRIGGER publication_approvals_append_only BEFORE UPDATE OR DELETE ON publication_approvals
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      -- P21: never by the one who computed the month.
      CREATE FUNCTION guard_approval() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE preparer uuid; publication publications%ROWTYPE;
      BEGIN
        SELECT * INTO publication FROM publications WHERE id = NEW.publication_id;
        SELECT computed_by_account_id INTO preparer FROM periods WHERE period = publication.period;
        IF preparer = NEW.account_id THEN
          RAISE EXCEPTION 'the person who computed the month cannot approve it' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.root <> publication.root OR NEW.doc_hash <> publication.doc_hash THEN
          RAISE EXCEPTION 'the approval names another root or report' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER publication_approvals_guard BEFORE INSERT ON publication_approvals
        FOR EACH ROW EXECUTE FUNCTION guard_approval();

      -- P23: one row per chain, contract, period and revision is the whole state machine.
      CREATE TABLE chain_transactions (
        id uuid PRIMARY KEY,
        publication_id uuid NOT NULL REFERENCES publications (id),
        chain_id bigint NOT NULL,
        contract_address text NOT NULL,
        period text NOT NULL,
        revision integer NOT NULL,
        sender text,
        nonce bigint,
        state text NOT NULL CHECK (state IN
          ('approved', 'signed', 'broadcast', 'mined', 'finalized', 'verified', 'failed')),
        fee_bumps integer NOT NULL DEFAULT 0,
        block_number bigint,
        block_hash text,
        mined_hash text,
        gas_used bigint,
        gas_price_wei numeric(40, 0),
        read_back jsonb,
        failure text,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        verified_at timestamptz,
        UNIQUE (chain_id, contract_address, period, revision),
        UNIQUE (chain_id, sender, nonce)
      );

      -- The signed bytes, stored before they are broadcast; every replacement keeps its own row.
      CREATE TABLE chain_transaction_hashes (
        id uuid PRIMARY KEY,
        chain_transaction_id uuid NOT NULL REFERENCES chain_transactions (id),
        tx_hash text NOT NULL UNIQUE,
        raw text NOT NULL,
        max_fee_per_gas_wei numeric(40, 0) NOT NULL,
        max_priority_fee_per_gas_wei numeric(40, 0) NOT NULL,
        signed_at timestamptz NOT NULL,
        broadcast_at timestamptz,
        last_error text
      );
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TABLE chain_transaction_hashes, chain_transactions, publication_approvals, publications, chain_contracts, approval_mandates;
      DROP FUNCTION guard_approval();
    `)
  }
}
