import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE causes (
        id text PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{1,64}$'),
        name text NOT NULL,
        description_fr text NOT NULL,
        description_en text NOT NULL,
        url text,
        created_at timestamptz NOT NULL
      );

      -- The latest row before the cut-off counts; an empty list means: the voted causes.
      CREATE TABLE cause_choices (
        id uuid PRIMARY KEY,
        subscriber_id uuid NOT NULL REFERENCES subscribers (id),
        lines jsonb NOT NULL,
        chosen_at timestamptz NOT NULL
      );
      CREATE INDEX cause_choices_subscriber ON cause_choices (subscriber_id, chosen_at);
      CREATE TRIGGER cause_choices_append_only BEFORE UPDATE OR DELETE ON cause_choices
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      CREATE TABLE policies (
        id uuid PRIMARY KEY,
        version integer NOT NULL UNIQUE CHECK (version > 0),
        rule_version integer NOT NULL CHECK (rule_version = 1),
        effective_period text NOT NULL CHECK (effective_period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
        artists_bp integer NOT NULL,
        contributions_bp integer NOT NULL,
        operations_bp integer NOT NULL,
        listening_weight integer NOT NULL CHECK (listening_weight >= 0),
        download_weight integer NOT NULL CHECK (download_weight >= 0),
        causes jsonb NOT NULL,
        payout_threshold_cents bigint NOT NULL CHECK (payout_threshold_cents >= 0),
        carry_months integer NOT NULL CHECK (carry_months >= 0),
        approvals_required integer NOT NULL DEFAULT 2 CHECK (approvals_required >= 2),
        operation_lines jsonb NOT NULL DEFAULT '[]',
        resolution_id text NOT NULL,
        resolution_title text NOT NULL,
        adopted_on date NOT NULL,
        created_at timestamptz NOT NULL,
        CHECK (artists_bp >= 0 AND contributions_bp >= 0 AND operations_bp >= 0
          AND artists_bp + contributions_bp + operations_bp = 10000)
      );
      CREATE TRIGGER policies_append_only BEFORE UPDATE OR DELETE ON policies
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      CREATE TABLE periods (
        period text PRIMARY KEY CHECK (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
        state text NOT NULL CHECK (state IN ('open', 'closing', 'computed', 'approved', 'published', 'paid')),
        revision integer NOT NULL DEFAULT 1 CHECK (revision > 0),
        policy_id uuid REFERENCES policies (id),
        computed_by_account_id uuid REFERENCES accounts (id),
        computed_by_label text,
        opened_at timestamptz NOT NULL,
        closing_at timestamptz,
        computed_at timestamptz,
        approved_at timestamptz,
        published_at timestamptz,
        paid_at timestamptz,
        summary jsonb,
        failure text
      );

      CREATE TABLE period_steps (
        id uuid PRIMARY KEY,
        period text NOT NULL REFERENCES periods (period),
        revision integer NOT NULL,
        step text NOT NULL CHECK (step IN ('freeze', 'compute', 'statements', 'post', 'seal')),
        state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
        parts_done integer NOT NULL DEFAULT 0,
        parts_total integer NOT NULL DEFAULT 1,
        figures jsonb NOT NULL DEFAULT '{}',
        error text,
        started_at timestamptz,
        finished_at timestamptz,
        UNIQUE (period, revision, step)
      );

      -- One row a range of subscribers and a step: what is done stays done when a worker dies.
      CREATE TABLE period_ranges (
        period text NOT NULL REFERENCES periods (period),
        revision integer NOT NULL,
        step text NOT NULL CHECK (step IN ('freeze', 'compute', 'statements')),
        range integer NOT NULL CHECK (range BETWEEN 0 AND 255),
        aggregates jsonb NOT NULL,
        finished_at timestamptz NOT NULL,
        PRIMARY KEY (period, revision, step, range)
      );

      CREATE TABLE period_files (
        period text NOT NULL REFERENCES periods (period),
        revision integer NOT NULL,
        kind text NOT NULL CHECK (kind IN ('input', 'output', 'labels', 'public', 'tree')),
        name text NOT NULL,
        storage_path text NOT NULL,
        byte_length bigint NOT NULL,
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        created_at timestamptz NOT NULL,
        PRIMARY KEY (period, revision, kind, name)
      );
      CREATE TRIGGER period_files_append_only BEFORE UPDATE OR DELETE ON period_files
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      -- A payee_id that is null stands for suspense: shares nobody has accepted yet.
      CREATE TABLE payee_lines (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        period text NOT NULL REFERENCES periods (period),
        revision integer NOT NULL,
        payee_id uuid REFERENCES payees (id),
        work_id uuid NOT NULL REFERENCES works (id),
        amount_micro bigint NOT NULL CHECK (amount_micro > 0),
        UNIQUE NULLS NOT DISTINCT (period, revision, payee_id, work_id)
      );
      CREATE TABLE payee_balances (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        period text NOT NULL REFERENCES periods (period),
        revision integer NOT NULL,
        payee_id uuid REFERENCES payees (id),
        opening_micro bigint NOT NULL,
        lines_micro bigint NOT NULL,
        adjustments_micro bigint NOT NULL,
        payout_cents bigint NOT NULL CHECK (payout_cents >= 0),
        closing_micro bigint NOT NULL,
        UNIQUE NULLS NOT DISTINCT (period, revision, payee_id),
        CHECK (closing_micro = opening_micro + lines_micro + adjustments_micro - payout_cents * 10000)
      );
      CREATE TABLE carried_amounts (
        period text NOT NULL REFERENCES periods (period),
        revision integer NOT NULL,
        subscriber_id uuid NOT NULL REFERENCES subscribers (id),
        amount_micro bigint NOT NULL CHECK (amount_micro > 0),
        months integer NOT NULL CHECK (months > 0),
        PRIMARY KEY (period, revision, subscriber_id)
      );

      CREATE TABLE adjustments (
        id uuid PRIMARY KEY,
        period text NOT NULL REFERENCES periods (period),
        payee_id uuid REFERENCES payees (id),
        amount_micro bigint NOT NULL CHECK (amount_micro <> 0),
        corrects text NOT NULL CHECK (corrects ~ '^[A-Za-z0-9._:-]{1,64}$'),
        reason text NOT NULL,
        actor_label text NOT NULL,
        created_at timestamptz NOT NULL,
        UNIQUE NULLS NOT DISTINCT (period, payee_id, corrects)
      );

      -- What leaves the amount carried in for a subscriber, because its payment was reversed.
      CREATE TABLE carried_adjustments (
        period text NOT NULL REFERENCES periods (period),
        subscriber_id uuid NOT NULL REFERENCES subscribers (id),
        amount_micro bigint NOT NULL CHECK (amount_micro < 0),
        corrects text NOT NULL CHECK (corrects ~ '^[A-Za-z0-9._:-]{1,64}$'),
        reason text NOT NULL,
        actor_label text NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (period, subscriber_id, corrects)
      );

      -- One row per payment reversed after its month was closed: what was corrected, and where.
      CREATE TABLE reversal_corrections (
        payment_id uuid PRIMARY KEY REFERENCES payments (id),
        period text NOT NULL REFERENCES periods (period),
        corrects text NOT NULL,
        payees_micro bigint NOT NULL CHECK (payees_micro >= 0),
        suspense_micro bigint NOT NULL CHECK (suspense_micro >= 0),
        carried_micro bigint NOT NULL CHECK (carried_micro >= 0),
        borne_micro bigint NOT NULL CHECK (borne_micro >= 0),
        created_at timestamptz NOT NULL
      );
      CREATE TRIGGER reversal_corrections_append_only BEFORE UPDATE OR DELETE ON reversal_corrections
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      CREATE TABLE statements (
        id uuid PRIMARY KEY,
        period text NOT NULL REFERENCES periods (period),
        revision integer NOT NULL,
        kind text NOT NULL CHECK (kind IN ('subscriber', 'payee')),
        subject_id uuid NOT NULL,
        document bytea,
        sha256 bytea NOT NULL CHECK (length(sha256) = 32),
        salt bytea CHECK (length(salt) = 32),
        leaf_index integer,
        created_at timestamptz NOT NULL,
        UNIQUE (period, revision, kind, subject_id)
      );
      CREATE INDEX statements_subject ON statements (kind, subject_id, period);

      CREATE TABLE payouts (
        id uuid PRIMARY KEY,
        period text NOT NULL REFERENCES periods (period),
        revision integer NOT NULL,
        payee_id uuid NOT NULL REFERENCES payees (id),
        amount_cents bigint NOT NULL CHECK (amount_cents > 0),
        state text NOT NULL CHECK (state IN ('due', 'exported', 'paid')),
        reference text NOT NULL UNIQUE,
        exported_at timestamptz,
        exported_by_account_id uuid REFERENCES accounts (id),
        paid_at timestamptz,
        recorded_by_account_id uuid REFERENCES accounts (id),
        UNIQUE (period, revision, payee_id)
      );

      -- P15: what a period has computed never changes.
      CREATE TRIGGER payee_lines_append_only BEFORE UPDATE OR DELETE ON payee_lines
        FOR EACH ROW EXECUTE FUNCTION forbid_change();
      CREATE TRIGGER payee_balances_append_only BEFORE UPDATE OR DELETE ON payee_balances
        FOR EACH ROW EXECUTE FUNCTION forbid_change();
      CREATE TRIGGER carried_amounts_append_only BEFORE UPDATE OR DELETE ON carried_amounts
        FOR EACH ROW EXECUTE FUNCTION forbid_change();
      CREATE TRIGGER adjustments_append_only BEFORE UPDATE OR DELETE ON adjustments
        FOR EACH ROW EXECUTE FUNCTION forbid_change();
      CREATE TRIGGER carried_adjustments_append_only BEFORE UPDATE OR DELETE ON carried_adjustments
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      -- Nothing joins the figures of a period that has left its state of being computed.
      CREATE FUNCTION guard_closed_figures() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE allowed text[] := string_to_array(TG_ARGV[0], ' ');
      DECLARE current_state text;
      BEGIN
        SELECT state INTO current_state FROM periods WHERE period = NEW.period;
        IF current_state <> ALL (allowed) THEN
          RAISE EXCEPTION 'period % is %: % takes no more rows for it', NEW.period, current_state, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER payee_balances_while_closing BEFORE INSERT ON payee_balances
        FOR EACH ROW EXECUTE FUNCTION guard_closed_figures('closing');
      CREATE TRIGGER carried_adjustments_while_open BEFORE INSERT ON carried_adjustments
        FOR EACH ROW EXECUTE FUNCTION guard_closed_figures('open');
      CREATE TRIGGER adjustments_while_open BEFORE INSERT ON adjustments
        FOR EACH ROW EXECUTE FUNCTION guard_closed_figures('open');

      -- A period only walks forward; a computed period keeps its figures.
      CREATE FUNCTION guard_period() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE states text[] := ARRAY['open', 'closing', 'computed', 'approved', 'published', 'paid'];
      BEGIN
        IF TG_OP = 'DELETE' THEN
          RAISE EXCEPTION 'a period is never deleted' USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.revision = OLD.revision THEN
          IF array_position(states, NEW.state) < array_position(states, OLD.state)
            OR array_position(states, NEW.state) > array_position(states, OLD.state) + 1 THEN
            RAISE EXCEPTION 'period % cannot go from % to %', OLD.period, OLD.state, NEW.state
              USING ERRCODE = 'restrict_violation';
          END IF;
          IF OLD.state NOT IN ('open', 'closing')
            AND (NEW.summary, NEW.policy_id) IS DISTINCT FROM (OLD.summary, OLD.policy_id) THEN
            RAISE EXCEPTION 'period % is closed: its figures never change', OLD.period
              USING ERRCODE = 'restrict_violation';
          END IF;
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER periods_guard BEFORE UPDATE OR DELETE ON periods
        FOR EACH ROW EXECUTE FUNCTION guard_period();
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TABLE payouts, statements, reversal_corrections, carried_adjustments, adjustments, carried_amounts, payee_balances, payee_lines, period_files, period_ranges, period_steps, periods, policies, cause_choices, causes;
      DROP FUNCTION guard_period(), guard_closed_figures();
    `)
  }
}
