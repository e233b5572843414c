import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Class 8 beside 1 to 7: a register that is taken over stands against the opening balance (890) until
 * the accountant's opening entry clears it.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      ALTER TABLE ledger_accounts DROP CONSTRAINT ledger_accounts_code_check;
      ALTER TABLE ledger_accounts ADD CONSTRAINT ledger_accounts_code_check CHECK (code ~ '^[1-8][0-9]{2,7}$');
    `)
  }

  async down() {
    this.schema.raw(`
      ALTER TABLE ledger_accounts DROP CONSTRAINT ledger_accounts_code_check;
      ALTER TABLE ledger_accounts ADD CONSTRAINT ledger_accounts_code_check CHECK (code ~ '^[1-7][0-9]{2,7}$');
    `)
  }
}
