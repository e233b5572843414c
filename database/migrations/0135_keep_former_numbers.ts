import { BaseSchema } from '@adonisjs/lucid/schema'

/** The number that a member had in the register that was taken over: people still quote it. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      ALTER TABLE members ADD COLUMN former_number text CHECK (length(former_number) BETWEEN 1 AND 200);
      CREATE INDEX members_former_number ON members (lower(former_number)) WHERE former_number IS NOT NULL;
    `)
  }

  async down() {
    this.schema.raw('ALTER TABLE members DROP COLUMN former_number')
  }
}
