import { BaseSchema } from '@adonisjs/lucid/schema'

/** A year's accounts as approved, and what becomes of its surplus (C33, C34). */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE annual_accounts (
        id uuid PRIMARY KEY,
        closed_on date NOT NULL,
        version integer NOT NULL CHECK (version > 0),
        capital_cents bigint NOT NULL CHECK (capital_cents >= 0),
        legal_reserve_cents bigint NOT NULL CHECK (legal_reserve_cents >= 0),
        statutory_reserve_cents bigint NOT NULL CHECK (statutory_reserve_cents >= 0),
        other_reserves_cents bigint NOT NULL CHECK (other_reserves_cents >= 0),
        -- Losses of earlier years that are still carried, as a positive amount.
        carried_loss_cents bigint NOT NULL CHECK (carried_loss_cents >= 0),
        -- The year's result; negative is a loss.
        result_cents bigint NOT NULL,
        -- Subsidies of public bodies and associations inside the result (19 nonies).
        subsidies_cents bigint NOT NULL CHECK (subsidies_cents >= 0),
        turnover_cents bigint NOT NULL CHECK (turnover_cents >= 0),
        employees integer NOT NULL CHECK (employees >= 0),
        approved_on date NOT NULL CHECK (approved_on > closed_on),
        resolution_reference text NOT NULL,
        recorded_at timestamptz NOT NULL,
        recorded_by_label text NOT NULL,
        UNIQUE (closed_on, version)
      );
      CREATE TRIGGER annual_accounts_append_only BEFORE UPDATE OR DELETE ON annual_accounts
        FOR EACH ROW EXECUTE FUNCTION forbid_change();
      ALTER TABLE claim_valuations ADD FOREIGN KEY (annual_accounts_id) REFERENCES annual_accounts (id);

      -- Mean yields of private bonds (TMO), per half-year, in thousandths of a percent: 1325 is 1,325 %.
      CREATE TABLE bond_yields (
        year integer NOT NULL CHECK (year BETWEEN 1990 AND 2200),
        half integer NOT NULL CHECK (half IN (1, 2)),
        rate_millipercent integer NOT NULL CHECK (rate_millipercent BETWEEN -5000 AND 50000),
        source text NOT NULL,
        recorded_at timestamptz NOT NULL,
        recorded_by_label text NOT NULL,
        PRIMARY KEY (year, half)
      );

      CREATE TABLE surplus_allocations (
        id uuid PRIMARY KEY,
        annual_accounts_id uuid NOT NULL REFERENCES annual_accounts (id),
        state text NOT NULL CHECK (state IN ('draft', 'voted', 'discarded')),
        legal_reserve_cents bigint NOT NULL CHECK (legal_reserve_cents >= 0),
        statutory_reserve_cents bigint NOT NULL CHECK (statutory_reserve_cents >= 0),
        interest_cents bigint NOT NULL CHECK (interest_cents >= 0),
        interest_rate_millipercent integer NOT NULL CHECK (interest_rate_millipercent >= 0),
        detail jsonb NOT NULL,
        resolution_text_fr text NOT NULL,
        resolution_text_en text NOT NULL,
        resolution_reference text,
        resolution_date date,
        piece_reference text UNIQUE REFERENCES journal_entries (piece_reference),
        created_at timestamptz NOT NULL,
        created_by_label text NOT NULL,
        voted_at timestamptz,
        voted_by_label text,
        updated_at timestamptz,
        CHECK ((state = 'voted') = (voted_at IS NOT NULL)),
        CHECK (state <> 'voted' OR (resolution_reference IS NOT NULL AND resolution_date IS NOT NULL
          AND piece_reference IS NOT NULL))
      );
      CREATE UNIQUE INDEX surplus_allocations_voted ON surplus_allocations (annual_accounts_id) WHERE state = 'voted';
      CREATE FUNCTION guard_surplus_allocation() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.state <> 'draft' OR TG_OP = 'DELETE' THEN
          RAISE EXCEPTION 'an allocation that is % is never changed', OLD.state
            USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER surplus_allocations_guard BEFORE UPDATE OR DELETE ON surplus_allocations
        FOR EACH ROW EXECUTE FUNCTION guard_surplus_allocation();

      -- Each member's interest on the shares of the year, pro rata to the days they were held.
      CREATE TABLE interest_lines (
        allocation_id uuid NOT NULL REFERENCES surplus_allocations (id),
        member_id uuid NOT NULL REFERENCES members (id),
        paid_up_cent_days numeric(30, 0) NOT NULL CHECK (paid_up_cent_days >= 0),
        amount_cents bigint NOT NULL CHECK (amount_cents >= 0),
        PRIMARY KEY (allocation_id, member_id)
      );
      CREATE INDEX interest_lines_member ON interest_lines (member_id);
      CREATE TRIGGER interest_lines_append_only BEFORE UPDATE OR DELETE ON interest_lines
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      -- The five-year co-operative review (C35).
      CREATE TABLE cooperative_reviews (
        id uuid PRIMARY KEY,
        reviewed_on date NOT NULL,
        reviewer text NOT NULL,
        report_reference text NOT NULL,
        debated_on date,
        note text,
        recorded_at timestamptz NOT NULL,
        recorded_by_label text NOT NULL
      );
      CREATE TRIGGER cooperative_reviews_append_only BEFORE UPDATE OR DELETE ON cooperative_reviews
        FOR EACH ROW EXECUTE FUNCTION forbid_change();
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TABLE cooperative_reviews, interest_lines, surplus_allocations, bond_yields;
      ALTER TABLE claim_valuations DROP CONSTRAINT claim_valuations_annual_accounts_id_fkey;
      DROP TABLE annual_accounts;
      DROP FUNCTION guard_surplus_allocation();
    `)
  }
}
