import { BaseSchema } from '@adonisjs/lucid/schema'

/** A second call that was cancelled does not stand in the way of another: one at a time stands. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      ALTER TABLE assemblies DROP CONSTRAINT assemblies_first_call_id_key;
      CREATE UNIQUE INDEX assemblies_first_call ON assemblies (first_call_id) WHERE state <> 'cancelled';
    `)
  }

  async down() {
    this.schema.raw(`
      DROP INDEX assemblies_first_call;
      ALTER TABLE assemblies ADD CONSTRAINT assemblies_first_call_id_key UNIQUE (first_call_id);
    `)
  }
}
