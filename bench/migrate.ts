import { readdirSync } from 'node:fs'
import knex from 'knex'
import pg from 'pg'

interface Migration {
  up(): Promise<void>
  getQueries(): string[]
}

const FOLDER = new URL('../database/migrations/', import.meta.url)

/** Lays our tables in an empty database without starting the application. */
export async function migrate(databaseUrl: string): Promise<void> {
  const builder = knex({ client: 'pg' })
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    for (const file of readdirSync(FOLDER)
      .filter((name) => /^\d.*\.[tj]s$/.test(name))
      .sort()) {
      const module = await import(new URL(file, FOLDER).href)
      const migration: Migration = new module.default(builder, file, false)
      await migration.up()
      for (const query of migration.getQueries()) await client.query(query)
    }
  } finally {
    await client.end()
  }
}
