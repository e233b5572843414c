import { BaseSchema } from '@adonisjs/lucid/schema'

/** What every domain leans on: search without accents, rows that never change, framework tables. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE EXTENSION IF NOT EXISTS unaccent;
      CREATE EXTENSION IF NOT EXISTS pg_trgm;

      CREATE FUNCTION plain_text(value text) RETURNS text
        LANGUAGE sql IMMUTABLE PARALLEL SAFE
        RETURN lower(public.unaccent('public.unaccent', value));

      CREATE FUNCTION forbid_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'rows of % are never changed or deleted: add a row that corrects', TG_TABLE_NAME
          USING ERRCODE = 'restrict_violation';
      END $$;

      CREATE TABLE sessions (
        id varchar(255) PRIMARY KEY,
        data text NOT NULL,
        user_id varchar(255),
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX sessions_user_id ON sessions (user_id);
      CREATE INDEX sessions_expires_at ON sessions (expires_at);

      CREATE TABLE rate_limits (
        key varchar(255) PRIMARY KEY,
        points integer NOT NULL DEFAULT 0,
        expire bigint
      );
    `)
  }

  async down() {
    this.schema.raw(`
      DROP TABLE rate_limits, sessions;
      DROP FUNCTION forbid_change(), plain_text(text);
    `)
  }
}
