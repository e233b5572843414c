import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * The role that the application runs as need not own the tables (`operations:grant-role`): what cuts
 * the next months' partitions does it as their owner, and only that.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      ALTER FUNCTION ensure_usage_partitions(text) SECURITY DEFINER SET search_path = public, pg_temp;
      ALTER FUNCTION ensure_transfer_partition(text) SECURITY DEFINER SET search_path = public, pg_temp;
    `)
  }

  async down() {
    this.schema.raw(`
      ALTER FUNCTION ensure_usage_partitions(text) SECURITY INVOKER RESET search_path;
      ALTER FUNCTION ensure_transfer_partition(text) SECURITY INVOKER RESET search_path;
    `)
  }
}
