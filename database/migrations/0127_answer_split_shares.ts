import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * A payee answers a share once, with a yes or with a no and its reason; a refused share stays in
 * suspense until another sheet (P17). Payees have an address, so that they can be told.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      ALTER TABLE payees
        ADD COLUMN email text CHECK (email = lower(email) AND length(email) <= 254);
      CREATE INDEX payees_email ON payees (email) WHERE account_id IS NULL;

      ALTER TABLE split_lines
        ADD COLUMN refused_at timestamptz,
        ADD COLUMN refused_by_account_id uuid REFERENCES accounts (id),
        ADD COLUMN refusal_reason text,
        ADD COLUMN told_at timestamptz,
        ADD CONSTRAINT split_lines_one_answer CHECK (accepted_at IS NULL OR refused_at IS NULL),
        ADD CONSTRAINT split_lines_refusal_whole CHECK (
          (refused_at IS NULL) = (refused_by_account_id IS NULL)
          AND (refused_at IS NULL) = (coalesce(trim(refusal_reason), '') = ''));

      CREATE OR REPLACE FUNCTION guard_split_line() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' OR OLD.accepted_at IS NOT NULL OR OLD.refused_at IS NOT NULL
          OR (NEW.split_sheet_id, NEW.payee_id, NEW.role, NEW.basis_points)
             IS DISTINCT FROM (OLD.split_sheet_id, OLD.payee_id, OLD.role, OLD.basis_points) THEN
          RAISE EXCEPTION 'a split line is only ever accepted or refused, once: propose a new sheet'
            USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
    `)
  }

  async down() {
    this.schema.raw(`
      CREATE OR REPLACE FUNCTION guard_split_line() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' OR OLD.accepted_at IS NOT NULL
          OR (NEW.split_sheet_id, NEW.payee_id, NEW.role, NEW.basis_points)
             IS DISTINCT FROM (OLD.split_sheet_id, OLD.payee_id, OLD.role, OLD.basis_points) THEN
          RAISE EXCEPTION 'a split line is only ever accepted: propose a new sheet' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      ALTER TABLE split_lines DROP COLUMN refused_at, DROP COLUMN refused_by_account_id,
        DROP COLUMN refusal_reason, DROP COLUMN told_at;
      ALTER TABLE payees DROP COLUMN email;
    `)
  }
}
