import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE plans (
        id uuid PRIMARY KEY,
        code text NOT NULL UNIQUE,
        name_fr text NOT NULL,
        name_en text NOT NULL,
        price_cents bigint NOT NULL CHECK (price_cents > 0),
        vat_rate_bp integer NOT NULL CHECK (vat_rate_bp BETWEEN 0 AND 10000),
        offered_from date NOT NULL,
        offered_until date
      );

      -- The id is random and says nothing of the person: it stands in the frozen files.
      CREATE TABLE subscribers (
        id uuid PRIMARY KEY,
        account_id uuid UNIQUE REFERENCES accounts (id) ON DELETE SET NULL,
        created_at timestamptz NOT NULL
      );

      CREATE TABLE subscriptions (
        id uuid PRIMARY KEY,
        subscriber_id uuid NOT NULL REFERENCES subscribers (id),
        plan_id uuid NOT NULL REFERENCES plans (id),
        state text NOT NULL CHECK (state IN ('active', 'cancelled', 'ended')),
        started_at timestamptz NOT NULL,
        cancelled_at timestamptz,
        ended_at timestamptz
      );
      CREATE UNIQUE INDEX subscriptions_one_running ON subscriptions (subscriber_id) WHERE state <> 'ended';

      CREATE TABLE payments (
        id uuid PRIMARY KEY,
        subscription_id uuid NOT NULL REFERENCES subscriptions (id),
        subscriber_id uuid NOT NULL REFERENCES subscribers (id),
        rail text NOT NULL CHECK (rail IN ('demo', 'transfer', 'direct_debit', 'card')),
        external_reference text NOT NULL,
        gross_cents bigint NOT NULL CHECK (gross_cents > 0),
        vat_rate_bp integer NOT NULL CHECK (vat_rate_bp BETWEEN 0 AND 10000),
        payment_fee_cents bigint NOT NULL DEFAULT 0 CHECK (payment_fee_cents >= 0),
        state text NOT NULL CHECK (state IN ('pending', 'settled', 'failed', 'reversed')),
        settled_at timestamptz,
        settled_period text CHECK (settled_period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
        reversed_at timestamptz,
        created_at timestamptz NOT NULL,
        UNIQUE (rail, external_reference),
        CHECK ((state IN ('settled', 'reversed')) = (settled_at IS NOT NULL)),
        CHECK ((settled_at IS NULL) = (settled_period IS NULL)),
        CHECK ((state = 'reversed') = (reversed_at IS NOT NULL))
      );
      CREATE INDEX payments_subscriber_id ON payments (subscriber_id);
      CREATE INDEX payments_settled ON payments (settled_period, subscriber_id, id) WHERE settled_period IS NOT NULL;
      CREATE INDEX payments_state ON payments (state, created_at);

      CREATE TABLE payment_events (
        id uuid PRIMARY KEY,
        payment_id uuid NOT NULL REFERENCES payments (id),
        kind text NOT NULL CHECK (kind IN ('recorded', 'settled', 'failed', 'reversed')),
        reason text,
        actor_label text NOT NULL,
        at timestamptz NOT NULL,
        UNIQUE (payment_id, kind)
      );
      CREATE TRIGGER payment_events_append_only BEFORE UPDATE OR DELETE ON payment_events
        FOR EACH ROW EXECUTE FUNCTION forbid_change();
    `)
  }

  async down() {
    this.schema.raw('DROP TABLE payment_events, payments, subscriptions, subscribers, plans')
  }
}
