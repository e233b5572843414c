import { BaseSchema } from '@adonisjs/lucid/schema'

/** A scrape tells how often a work was completed (BEP 48). */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw('CREATE INDEX completions_work_id ON completions (work_id)')
  }

  override async down() {
    this.schema.raw('DROP INDEX completions_work_id')
  }
}
