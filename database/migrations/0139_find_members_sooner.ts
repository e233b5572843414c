import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * A member's searched text stands ready beside the row: made plain once, when it is written, and not
 * again for every row that a search looks at. One or two letters are found by the words that begin
 * with them. And a subscription whose shares were registered is cancelled by somebody's decision
 * only, never by whoever sits at the desk (C14 to C16).
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      DROP INDEX members_search;
      ALTER TABLE members ADD COLUMN search_text text NOT NULL
        GENERATED ALWAYS AS (plain_text(display_name || ' ' || email || ' ' || city)) STORED;
      CREATE FUNCTION word_starts(value text) RETURNS text[]
        LANGUAGE sql IMMUTABLE PARALLEL SAFE
        RETURN (SELECT coalesce(array_agg(DISTINCT left(word, size)), '{}')
                  FROM unnest(string_to_array(value, ' ')) AS word, generate_series(1, 2) AS size
                 WHERE word <> '');
      CREATE INDEX members_search ON members USING gin (search_text gin_trgm_ops);
      CREATE INDEX members_word_starts ON members USING gin (word_starts(search_text));

      ALTER TABLE share_subscriptions
        ADD COLUMN cancel_decided_by text,
        ADD COLUMN cancel_decided_on date,
        ADD CONSTRAINT share_subscriptions_decision
          CHECK ((cancel_decided_by IS NULL) = (cancel_decided_on IS NULL));
      CREATE FUNCTION guard_void_subscription() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.cancel_decided_by IS NULL AND EXISTS
           (SELECT 1 FROM share_movements WHERE to_member_id = NEW.member_id
                AND subscription_id = NEW.id AND type = 'subscribe') THEN
          RAISE EXCEPTION 'shares that were registered are cancelled by a decision'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_needed';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER share_subscriptions_void BEFORE UPDATE OF state ON share_subscriptions
        FOR EACH ROW WHEN (NEW.state = 'cancelled' AND OLD.state <> 'cancelled')
        EXECUTE FUNCTION guard_void_subscription();
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TRIGGER share_subscriptions_void ON share_subscriptions;
      DROP FUNCTION guard_void_subscription();
      ALTER TABLE share_subscriptions DROP COLUMN cancel_decided_by, DROP COLUMN cancel_decided_on;
      DROP INDEX members_search, members_word_starts;
      DROP FUNCTION word_starts(text);
      ALTER TABLE members DROP COLUMN search_text;
      CREATE INDEX members_search ON members
        USING gin (plain_text(display_name || ' ' || email || ' ' || city) gin_trgm_ops);
    `)
  }
}
