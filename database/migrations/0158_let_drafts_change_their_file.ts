import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * The file and the torrent of a work never change, and go only while the work is a draft that was
 * never published: nobody outside has seen them yet.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE FUNCTION guard_file_of_work() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM works w
            WHERE w.id = OLD.work_id AND w.state = 'draft' AND w.published_at IS NULL) THEN
          RETURN OLD;
        END IF;
        RAISE EXCEPTION 'rows of % go only while their work is an unpublished draft, and never change', TG_TABLE_NAME
          USING ERRCODE = 'restrict_violation';
      END $$;
      DROP TRIGGER torrents_append_only ON torrents;
      CREATE TRIGGER torrents_guard BEFORE UPDATE OR DELETE ON torrents
        FOR EACH ROW EXECUTE FUNCTION guard_file_of_work();
      CREATE TRIGGER media_files_guard BEFORE UPDATE OR DELETE ON media_files
        FOR EACH ROW EXECUTE FUNCTION guard_file_of_work();
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TRIGGER media_files_guard ON media_files;
      DROP TRIGGER torrents_guard ON torrents;
      CREATE TRIGGER torrents_append_only BEFORE UPDATE OR DELETE ON torrents
        FOR EACH ROW EXECUTE FUNCTION forbid_change();
      DROP FUNCTION guard_file_of_work();
    `)
  }
}
