import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import type Account from '#models/identity/account'
import { Clock } from '#values/clock'

type Section = (accountId: string) => Promise<unknown>

const sections = new Map<string, Section>()

/**
 * Adds a section to the "my data" export (GDPR articles 15 and 20). Rows come out as they are kept;
 * amounts as decimal strings. A domain with files or secrets registers its own function.
 */
export function registerPersonalDataSection(name: string, section: Section) {
  sections.set(name, section)
}

/** A section that is one query; `:id` is the account's id. */
export function registerPersonalDataQuery(name: string, sql: string) {
  registerPersonalDataSection(name, async (id) => {
    const { rows } = await db.rawQuery(sql, { id })
    return rows
  })
}

/** Everything that the house knows about one person, by section. */
export async function collectPersonalData(account: Account) {
  const clock = await app.container.make(Clock)
  const data: Record<string, unknown> = {}
  for (const [name, section] of sections) data[name] = await section(account.id)
  return {
    produced_at: clock.now().toISO(),
    about: { account_id: account.id, name: account.fullName, email: account.email },
    ...data,
  }
}
