import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Accounts may wait for the assembly that approves them (prepared by the board), say on which day
 * their year began, and a year of loss has its allocation as well (C33). What is approved is a
 * further version: no row of the accounts ever changes.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      ALTER TABLE annual_accounts ALTER COLUMN approved_on DROP NOT NULL,
        ALTER COLUMN resolution_reference DROP NOT NULL,
        ADD COLUMN opened_on date,
        ADD CONSTRAINT annual_accounts_approval
          CHECK ((approved_on IS NULL) = (resolution_reference IS NULL));
      ALTER TABLE annual_accounts DISABLE TRIGGER annual_accounts_append_only;
      UPDATE annual_accounts a SET opened_on = coalesce(
        (SELECT max(b.closed_on) + 1 FROM annual_accounts b WHERE b.closed_on < a.closed_on
            AND b.closed_on >= (a.closed_on - interval '1 year')::date),
        ((a.closed_on - interval '1 year')::date + 1));
      ALTER TABLE annual_accounts ENABLE TRIGGER annual_accounts_append_only;
      ALTER TABLE annual_accounts ALTER COLUMN opened_on SET NOT NULL,
        ADD CONSTRAINT annual_accounts_year CHECK (opened_on <= closed_on
          AND closed_on < (opened_on + interval '24 months')::date);

      -- A year's accounts that were approved are never only prepared again.
      CREATE FUNCTION guard_accounts_version() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.approved_on IS NULL AND EXISTS (SELECT 1 FROM annual_accounts a
             WHERE a.closed_on = NEW.closed_on AND a.approved_on IS NOT NULL) THEN
          RAISE EXCEPTION 'the accounts of % are approved', NEW.closed_on
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'accounts_approved';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER annual_accounts_version BEFORE INSERT ON annual_accounts
        FOR EACH ROW EXECUTE FUNCTION guard_accounts_version();

      -- Of a loss: what the statutory reserve takes, and what is carried once this is voted.
      ALTER TABLE surplus_allocations
        ADD COLUMN imputed_cents bigint NOT NULL DEFAULT 0 CHECK (imputed_cents >= 0),
        ADD COLUMN carried_cents bigint NOT NULL DEFAULT 0 CHECK (carried_cents >= 0),
        ADD CONSTRAINT surplus_or_loss CHECK ((imputed_cents = 0 AND carried_cents = 0)
          OR legal_reserve_cents + statutory_reserve_cents + interest_cents = 0);
    `)
  }

  async down() {
    this.schema.raw(`
      ALTER TABLE surplus_allocations DROP COLUMN imputed_cents, DROP COLUMN carried_cents;
      DROP TRIGGER annual_accounts_version ON annual_accounts;
      DROP FUNCTION guard_accounts_version();
      ALTER TABLE annual_accounts DROP COLUMN opened_on;
    `)
  }
}
