import { BaseSchema } from '@adonisjs/lucid/schema'

/** Why a step stopped, as code and figures, so that its page says it in the reader's language. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw('ALTER TABLE period_steps ADD COLUMN refusal jsonb')
  }

  async down() {
    this.schema.raw('ALTER TABLE period_steps DROP COLUMN refusal')
  }
}
