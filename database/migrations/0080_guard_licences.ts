import { BaseSchema } from '@adonisjs/lucid/schema'

/** A signed licence stays as it was signed (rules 3.8); only its end may be written down, once. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE FUNCTION guard_licence() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' OR OLD.ends_on IS NOT NULL
          OR to_jsonb(NEW) - 'ends_on' IS DISTINCT FROM to_jsonb(OLD) - 'ends_on' THEN
          RAISE EXCEPTION 'a signed licence only ever ends: sign another one'
            USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER licences_guard BEFORE UPDATE OR DELETE ON licences
        FOR EACH ROW EXECUTE FUNCTION guard_licence();
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TRIGGER licences_guard ON licences;
      DROP FUNCTION guard_licence();
    `)
  }
}
