import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * What stops a publication, as a code and its figures beside the exact words (`failure`): a
 * reader's language is told by the code, never by recognising English words.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw('ALTER TABLE chain_transactions ADD COLUMN refusal jsonb')
  }

  async down() {
    this.schema.raw('ALTER TABLE chain_transactions DROP COLUMN refusal')
  }
}
