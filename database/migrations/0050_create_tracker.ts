import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      -- P4: a token is stored hashed; revoking one raises the generation.
      CREATE TABLE announce_tokens (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
        subscriber_id uuid NOT NULL REFERENCES subscribers (id),
        work_id uuid NOT NULL REFERENCES works (id),
        generation integer NOT NULL CHECK (generation > 0),
        created_at timestamptz NOT NULL,
        revoked_at timestamptz,
        UNIQUE (subscriber_id, work_id, generation)
      );

      -- The first sighting of a peer that still misses something: a completion needs one.
      CREATE TABLE announce_peers (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        token_id bigint NOT NULL REFERENCES announce_tokens (id),
        info_hash bytea NOT NULL CHECK (length(info_hash) = 20),
        peer_id bytea NOT NULL CHECK (length(peer_id) = 20),
        first_left bigint NOT NULL CHECK (first_left >= 0),
        address inet,
        port integer,
        first_seen_at timestamptz NOT NULL,
        UNIQUE (token_id, peer_id, info_hash)
      );
      CREATE INDEX announce_peers_first_seen ON announce_peers (first_seen_at) WHERE address IS NOT NULL;

      CREATE TABLE transfer_deltas (
        at timestamptz NOT NULL,
        token_id bigint NOT NULL,
        info_hash bytea NOT NULL,
        peer_id bytea NOT NULL,
        uploaded bigint NOT NULL CHECK (uploaded >= 0),
        downloaded bigint NOT NULL CHECK (downloaded >= 0),
        left_bytes bigint NOT NULL CHECK (left_bytes >= 0)
      ) PARTITION BY RANGE (at);
      CREATE TABLE transfer_deltas_default PARTITION OF transfer_deltas DEFAULT;

      CREATE TABLE http_transfers (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        token_id bigint NOT NULL REFERENCES announce_tokens (id),
        media_file_id uuid NOT NULL REFERENCES media_files (id),
        bytes int8range NOT NULL,
        at timestamptz NOT NULL
      );
      CREATE INDEX http_transfers_token ON http_transfers (token_id, media_file_id);

      -- P9: one completion per subscriber and work for life, whatever the torrent or the protocol.
      CREATE TABLE completions (
        subscriber_id uuid NOT NULL REFERENCES subscribers (id),
        work_id uuid NOT NULL REFERENCES works (id),
        token_id bigint NOT NULL REFERENCES announce_tokens (id),
        evidence text NOT NULL CHECK (evidence IN ('server', 'announce')),
        at timestamptz NOT NULL,
        PRIMARY KEY (subscriber_id, work_id)
      );

      -- P10: the head of each day's hash chain.
      CREATE TABLE usage_days (
        day date PRIMARY KEY,
        units integer NOT NULL DEFAULT 0,
        head bytea NOT NULL CHECK (length(head) = 32),
        closed_at timestamptz
      );

      -- Append-only, by month, then by range of the (random) subscriber id; no b-tree: the close
      -- reads a partition whole, a person's own page reads usage_totals.
      CREATE TABLE usage_units (
        period text NOT NULL,
        subscriber_id uuid NOT NULL,
        work_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('listening', 'download')),
        evidence text NOT NULL CHECK (evidence IN ('server', 'player', 'announce')),
        units integer NOT NULL CHECK (units > 0),
        rule_version smallint NOT NULL,
        at timestamptz NOT NULL,
        day date NOT NULL,
        day_position integer NOT NULL CHECK (day_position > 0),
        hash bytea NOT NULL CHECK (length(hash) = 32)
      ) PARTITION BY LIST (period);

      CREATE FUNCTION ensure_usage_partitions(month text) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        stem text := 'usage_units_' || replace(month, '-', '_');
        i integer;
        low text;
        high text;
      BEGIN
        IF month !~ '^[0-9]{4}-(0[1-9]|1[0-2])$' THEN
          RAISE EXCEPTION 'not a month: %', month;
        END IF;
        IF to_regclass(stem) IS NOT NULL THEN RETURN; END IF;
        PERFORM pg_advisory_xact_lock(hashtext('ensure_usage_partitions'));
        -- Read from the table itself: the cache that to_regclass asks may be from before the wait.
        IF EXISTS (SELECT FROM pg_class WHERE relname = stem AND relnamespace = current_schema()::regnamespace) THEN RETURN; END IF;
        EXECUTE format('CREATE TABLE %I PARTITION OF usage_units FOR VALUES IN (%L) PARTITION BY RANGE (subscriber_id)', stem, month);
        FOR i IN 0..15 LOOP
          low := CASE WHEN i = 0 THEN 'MINVALUE' ELSE quote_literal(to_hex(i) || '0000000-0000-0000-0000-000000000000') END;
          high := CASE WHEN i = 15 THEN 'MAXVALUE' ELSE quote_literal(to_hex(i + 1) || '0000000-0000-0000-0000-000000000000') END;
          EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%s) TO (%s)', stem || '_' || to_hex(i), stem, low, high);
          EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION forbid_change()', stem || '_' || to_hex(i));
        END LOOP;
      END $$;

      CREATE TABLE usage_totals (
        period text NOT NULL,
        subscriber_id uuid NOT NULL,
        work_id uuid NOT NULL,
        listening_units integer NOT NULL DEFAULT 0,
        download_units integer NOT NULL DEFAULT 0,
        server_units integer NOT NULL DEFAULT 0,
        player_units integer NOT NULL DEFAULT 0,
        announce_units integer NOT NULL DEFAULT 0,
        PRIMARY KEY (period, subscriber_id, work_id)
      );
      CREATE INDEX usage_totals_work ON usage_totals (period, work_id);

      CREATE TRIGGER completions_append_only BEFORE UPDATE OR DELETE ON completions
        FOR EACH ROW EXECUTE FUNCTION forbid_change();
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TABLE usage_totals, usage_units, usage_days, completions, http_transfers, transfer_deltas, announce_peers, announce_tokens;
      DROP FUNCTION ensure_usage_partitions(text);
    `)
  }
}
