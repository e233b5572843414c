import db from '@adonisjs/lucid/services/db'
import type { DateTime } from 'luxon'
import AnnualAccounts from '#models/shares/annual_accounts'
import SurplusAllocation from '#models/shares/surplus_allocation'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { resolutionText } from '#services/shares/surplus/resolution_text'
import { isReplaced } from '#services/shares/surplus/queries/accounts_register'
import type { SurplusParts } from '#services/shares/surplus/surplus_parts'
import {
  capText,
  simulateSurplus,
  type Simulation,
  type SurplusRefusal,
} from '#services/shares/surplus/simulate_surplus'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import { err, ok, type Result } from '#values/result'

type Asked = {
  accountsId: string
  /** When the assembly that will vote is to be held. */
  assemblyOn: DateTime
  rateMillipercent: bigint
  actor: Actor
  clock: Clock
}

/**
 * Keeps a simulation as a draft, with the text that the assembly will vote. Several drafts of one
 * year may stand side by side until one is voted.
 */
export async function draftAllocation(
  asked: Asked
): Promise<Result<SurplusAllocation, SurplusRefusal | 'unknown_accounts' | 'accounts_replaced'>> {
  const { actor, clock, rateMillipercent, assemblyOn } = asked
  return db.transaction(async (trx) => {
    const accounts = await AnnualAccounts.find(asked.accountsId, { client: trx })
    if (!accounts) return err('unknown_accounts' as const)
    if (await isReplaced(accounts, trx)) return err('accounts_replaced' as const)
    const { settings } = await requireStatutes(clock.now(), trx)
    const simulation = await simulateSurplus(
      { accounts, settings, assemblyYear: assemblyOn.year, rateMillipercent },
      trx
    )
    if (simulation.refusal) return err(simulation.refusal)
    const allocation = await SurplusAllocation.create(
      {
        id: newId(),
        annualAccountsId: accounts.id,
        state: 'draft',
        ...partsOf(simulation),
        interestRateMillipercent: Number(rateMillipercent),
        detail: detailOf(simulation, assemblyOn),
        resolutionTextFr: resolutionText(accounts, simulation, 'fr'),
        resolutionTextEn: resolutionText(accounts, simulation, 'en'),
        createdByLabel: actorLabel(actor),
        createdAt: clock.now(),
      },
      { client: trx }
    )
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.draft_allocation',
      subject: { type: 'surplus_allocation', id: allocation.id },
      after: { interest_cents: simulation.interestCents, rate_millipercent: rateMillipercent },
      clock,
    })
    return ok(allocation)
  })
}

function partsOf(simulation: Simulation): SurplusParts {
  const { legalReserveCents, statutoryReserveCents, interestCents } = simulation
  const { imputedCents, carriedCents } = simulation
  return { legalReserveCents, statutoryReserveCents, interestCents, imputedCents, carriedCents }
}

/** How the figures came about, for a reader of the record; amounts as decimal strings. */
function detailOf(simulation: Simulation, assemblyOn: DateTime) {
  const { frame, cap, yields, centDays, yearDays, surplusCents } = simulation
  return {
    surplus_cents: surplusCents.toString(),
    min_statutory_reserve_cents: frame.minStatutoryReserveCents.toString(),
    max_interest_cents: frame.maxInterestCents.toString(),
    cap_millipercent: capText(cap),
    bond_yields: yields,
    paid_up_cent_days: centDays.toString(),
    year_days: yearDays.toString(),
    assembly_on: assemblyOn.toISODate(),
  }
}
