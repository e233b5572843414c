import db from '@adonisjs/lucid/services/db'
import type { DateTime } from 'luxon'
import SurplusAllocation from '#models/shares/surplus_allocation'
import { latestAccounts } from '#services/shares/surplus/queries/accounts_register'
import { resolutionText } from '#services/shares/surplus/resolution_text'
import { simulateSurplus } from '#services/shares/surplus/simulate_surplus'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'

const YIELDS_SHOWN = 12

type Asked = { accountsId?: string; assemblyOn: DateTime; rate: bigint }

/** All that the page of the surplus shows, with the simulation that was asked for. */
export async function surplusBoard(asked: Asked, clock: Clock) {
  const accounts = await latestAccounts()
  const chosen = accounts.find(({ id }) => id === asked.accountsId) ?? accounts[0] ?? null
  const statutes = await statutesInForce(clock.now())
  const simulation =
    chosen && statutes
      ? await simulateSurplus({
          accounts: chosen,
          settings: statutes.settings,
          assemblyYear: asked.assemblyOn.year,
          rateMillipercent: asked.rate,
        })
      : null
  return {
    accounts,
    chosen,
    simulation,
    hasStatutes: statutes !== null,
    text: {
      fr: chosen && simulation ? resolutionText(chosen, simulation, 'fr') : null,
      en: chosen && simulation ? resolutionText(chosen, simulation, 'en') : null,
    },
    yields: await recentYields(),
    allocations: await SurplusAllocation.query()
      .preload('annualAccounts')
      .orderBy('created_at', 'desc'),
  }
}

async function recentYields() {
  const rows = await db
    .from('bond_yields')
    .select('year', 'half', 'rate_millipercent', 'source')
    .orderBy('year', 'desc')
    .orderBy('half', 'desc')
    .limit(YIELDS_SHOWN)
  return rows.map((row) => ({
    id: `${row.year}-${row.half}`,
    year: row.year as number,
    half: row.half as number,
    rateMillipercent: row.rate_millipercent as number,
    source: row.source as string,
  }))
}
