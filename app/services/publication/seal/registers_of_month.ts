import type db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { MonthRegisters } from '#services/publication/documents/public_report'
import { periodLastDay } from '#values/period'

type Client = TransactionClientContract | typeof db

/** In Paris, where the co-operative has its seat: what falls on the last evening is of the month. */
const dayOf = (column: string) => `(${column} AT TIME ZONE 'Europe/Paris')::date::text`

/** What the co-operative's registers came to in a month; all of it is append-only. */
export async function registersOfMonth(period: string, client: Client): Promise<MonthRegisters> {
  return {
    shares: await shareRegister(periodLastDay(period), client),
    electorates: await electorates(period, client),
    minutes: await minutes(period, client),
  }
}

/** The share register as of the last day that was kept until then (C11). */
export async function shareRegister(
  day: string,
  client: Client
): Promise<MonthRegisters['shares']> {
  const { rows } = await client.rawQuery(
    `SELECT day::text, last_number::text AS movements, encode(root, 'hex') AS root
       FROM register_roots WHERE day <= :day ORDER BY register_roots.day DESC LIMIT 1`,
    { day }
  )
  return rows[0] ?? null
}

async function electorates(period: string, client: Client): Promise<MonthRegisters['electorates']> {
  const { rows } = await client.rawQuery(
    `SELECT id AS assembly, ${dayOf('electorate_frozen_at')} AS frozen_on,
            encode(electorate_root, 'hex') AS root
       FROM assemblies
      WHERE electorate_root IS NOT NULL AND left(${dayOf('electorate_frozen_at')}, 7) = :period
      ORDER BY electorate_frozen_at, id`,
    { period }
  )
  return rows
}

async function minutes(period: string, client: Client): Promise<MonthRegisters['minutes']> {
  const { rows } = await client.rawQuery(
    `SELECT body, number::text, ${dayOf('sealed_at')} AS sealed_on, sha256, pdf_sha256
       FROM minutes
      WHERE sealed_at IS NOT NULL AND left(${dayOf('sealed_at')}, 7) = :period
      ORDER BY body, minutes.number`,
    { period }
  )
  return rows
}
