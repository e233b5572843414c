import { BaseSchema } from '@adonisjs/lucid/schema'

/** One meeting votes on a change once: two results could contradict each other. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE UNIQUE INDEX resolutions_linked_once
        ON resolutions (assembly_id, effect_type, effect_id) WHERE effect_id IS NOT NULL;
    `)
  }

  async down() {
    this.schema.raw('DROP INDEX resolutions_linked_once;')
  }
}
