import { BaseSchema } from '@adonisjs/lucid/schema'

/** Who asks to join, who is a member, under which category, and how members leave. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE members (
        id uuid PRIMARY KEY,
        -- Given when the money is in; no gap.
        number integer UNIQUE CHECK (number > 0),
        account_id uuid UNIQUE REFERENCES accounts (id),
        kind text NOT NULL CHECK (kind IN ('natural', 'legal', 'public_body')),
        -- One person, one record (C03): name and birth date, or SIREN, made comparable.
        person_key text NOT NULL UNIQUE,
        -- As in the newest row of member_details, for lists and search.
        display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 200),
        -- Family name first: the order of lists.
        sort_name text NOT NULL DEFAULT '',
        email text NOT NULL CHECK (email = lower(email) AND length(email) <= 254),
        city text NOT NULL DEFAULT '',
        state text NOT NULL CHECK (state IN ('admitted', 'active', 'left', 'lapsed')),
        admitted_on date NOT NULL,
        joined_on date,
        left_on date,
        erased_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz,
        CHECK ((state IN ('active', 'left')) = (number IS NOT NULL)),
        CHECK ((number IS NULL) = (joined_on IS NULL)),
        CHECK ((state = 'left') = (left_on IS NOT NULL)),
        CHECK (left_on >= joined_on)
      );
      CREATE INDEX members_search ON members
        USING gin (plain_text(display_name || ' ' || email || ' ' || city) gin_trgm_ops);
      CREATE INDEX members_state ON members (state, number);
      -- Lists are read page by page from a place in one of these orders.
      CREATE INDEX members_by_number ON members (coalesce(number, 2147483647), id);
      CREATE INDEX members_by_name ON members (coalesce(nullif(sort_name, ''), display_name), id);
      CREATE INDEX members_by_joining ON members (coalesce(joined_on, 'infinity'), id);

      -- Who a member was on a day: the register of that day shows the name and address of then.
      CREATE TABLE member_details (
        id uuid PRIMARY KEY,
        member_id uuid NOT NULL REFERENCES members (id),
        version integer NOT NULL CHECK (version > 0),
        valid_from date NOT NULL,
        given_name text, family_name text, birth_date date, birth_place text, nationality text,
        legal_name text, legal_form text,
        siren text CHECK (siren ~ '^[0-9]{9}$'),
        siret text CHECK (siret ~ '^[0-9]{14}$'),
        representative_name text, representative_capacity text,
        email text NOT NULL, phone text,
        street text NOT NULL, postcode text NOT NULL, city text NOT NULL,
        country text NOT NULL DEFAULT 'FR' CHECK (country ~ '^[A-Z]{2}$'),
        iban text,
        recorded_at timestamptz NOT NULL,
        recorded_by_label text NOT NULL,
        reason text,
        erased_at timestamptz,
        UNIQUE (member_id, version)
      );
      -- Kept as it was recorded; only an erasure that the law allows empties it, once.
      CREATE FUNCTION guard_member_details() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' OR OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL
           OR (NEW.id, NEW.member_id, NEW.version, NEW.valid_from) IS DISTINCT FROM
              (OLD.id, OLD.member_id, OLD.version, OLD.valid_from) THEN
          RAISE EXCEPTION 'rows of member_details are never changed or deleted: add a version'
            USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER member_details_guard BEFORE UPDATE OR DELETE ON member_details
        FOR EACH ROW EXECUTE FUNCTION guard_member_details();

      -- A member may have several qualities at once; the statutes say which one decides the college.
      CREATE TABLE member_categories (
        id uuid PRIMARY KEY,
        member_id uuid NOT NULL REFERENCES members (id),
        category_code text NOT NULL,
        valid_from date NOT NULL,
        valid_to date,
        recorded_at timestamptz NOT NULL,
        recorded_by_label text NOT NULL,
        reason text,
        CHECK (valid_to > valid_from)
      );
      CREATE UNIQUE INDEX member_categories_once ON member_categories (member_id, category_code)
        WHERE valid_to IS NULL;
      CREATE INDEX member_categories_code ON member_categories (category_code, valid_from);
      CREATE INDEX member_categories_member ON member_categories (member_id, valid_from);
      CREATE FUNCTION guard_member_categories() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' OR OLD.valid_to IS NOT NULL OR NEW.valid_to IS NULL
           OR (NEW.id, NEW.member_id, NEW.category_code, NEW.valid_from) IS DISTINCT FROM
              (OLD.id, OLD.member_id, OLD.category_code, OLD.valid_from) THEN
          RAISE EXCEPTION 'a category is ended once and stays in the record'
            USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER member_categories_guard BEFORE UPDATE OR DELETE ON member_categories
        FOR EACH ROW EXECUTE FUNCTION guard_member_categories();

      -- The last row of a kind counts.
      CREATE TABLE member_consents (
        id uuid PRIMARY KEY,
        member_id uuid NOT NULL REFERENCES members (id),
        kind text NOT NULL CHECK (kind IN ('email_notices', 'newsletter')),
        given boolean NOT NULL,
        text_sha256 text NOT NULL CHECK (text_sha256 ~ '^[0-9a-f]{64}$'),
        source text NOT NULL,
        recorded_at timestamptz NOT NULL,
        recorded_by_label text NOT NULL
      );
      CREATE INDEX member_consents_member ON member_consents (member_id, kind, recorded_at DESC);
      CREATE TRIGGER member_consents_append_only BEFORE UPDATE OR DELETE ON member_consents
        FOR EACH ROW EXECUTE FUNCTION forbid_change();

      CREATE TABLE exclusions (
        id uuid PRIMARY KEY,
        member_id uuid NOT NULL REFERENCES members (id),
        state text NOT NULL CHECK (state IN ('opened', 'notified', 'heard', 'excluded', 'rejected', 'dropped')),
        grounds text NOT NULL CHECK (length(grounds) >= 10),
        opened_on date NOT NULL,
        notified_on date,
        notice_proof text,
        hearing_on date,
        hearing_record text,
        resolution_reference text,
        resolution_date date,
        yes_votes integer CHECK (yes_votes >= 0),
        no_votes integer CHECK (no_votes >= 0),
        ended_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz,
        CHECK (state NOT IN ('notified', 'heard', 'excluded') OR (notified_on IS NOT NULL AND notice_proof IS NOT NULL)),
        CHECK (state NOT IN ('heard', 'excluded') OR (hearing_on IS NOT NULL AND hearing_record IS NOT NULL)),
        CHECK (state <> 'excluded' OR (resolution_reference IS NOT NULL AND resolution_date >= hearing_on
          AND yes_votes IS NOT NULL AND no_votes IS NOT NULL)),
        CHECK (hearing_on > notified_on)
      );
      CREATE UNIQUE INDEX exclusions_running ON exclusions (member_id)
        WHERE state IN ('opened', 'notified', 'heard');

      -- The end of a membership, or of a part of its shares.
      CREATE TABLE exits (
        id uuid PRIMARY KEY,
        member_id uuid NOT NULL REFERENCES members (id),
        kind text NOT NULL CHECK (kind IN ('withdrawal', 'reduction', 'exclusion', 'death')),
        state text NOT NULL CHECK (state IN ('announced', 'effective', 'cancelled')),
        -- Only a reduction names a number; the others take all the shares.
        shares integer CHECK (shares > 0),
        requested_at timestamptz NOT NULL,
        requested_by_label text NOT NULL,
        -- C12: from the first instant of this day there is no voting right.
        effective_on date NOT NULL,
        reason text,
        exclusion_id uuid UNIQUE REFERENCES exclusions (id),
        ended_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz,
        CHECK ((kind = 'reduction') = (shares IS NOT NULL)),
        CHECK ((kind = 'exclusion') = (exclusion_id IS NOT NULL))
      );
      CREATE UNIQUE INDEX exits_announced ON exits (member_id) WHERE state = 'announced';
      CREATE INDEX exits_due ON exits (effective_on) WHERE state = 'announced';
      CREATE INDEX exits_member ON exits (member_id);
      CREATE INDEX exclusions_member ON exclusions (member_id);

      -- How many people the co-operative employs, as declared between two annual accounts (C01).
      CREATE TABLE employee_counts (
        id uuid PRIMARY KEY,
        counted_on date NOT NULL,
        employees integer NOT NULL CHECK (employees >= 0),
        recorded_at timestamptz NOT NULL,
        recorded_by_label text NOT NULL
      );
      CREATE TRIGGER employee_counts_append_only BEFORE UPDATE OR DELETE ON employee_counts
        FOR EACH ROW EXECUTE FUNCTION forbid_change();
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TABLE employee_counts, exits, exclusions, member_consents, member_categories, member_details, members;
      DROP FUNCTION guard_member_categories(), guard_member_details();
    `)
  }
}
