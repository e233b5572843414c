import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type AnnualAccounts from '#models/shares/annual_accounts'
import type SurplusAllocation from '#models/shares/surplus_allocation'
import { actorLabel } from '#services/identity/record_audit_event'
import { LEDGER_ACCOUNTS as accounts } from '#services/ledger/chart_of_accounts'
import { postEntry, type EntryLine } from '#services/ledger/post_entry'
import type { InterestLine } from '#services/shares/surplus/interest_lines'
import type { AllocationVote } from '#services/shares/surplus/vote_allocation'
import { isoDay } from '#values/day'

type Allocated = {
  allocation: SurplusAllocation
  year: AnnualAccounts
  lines: readonly InterestLine[]
}

/** C33: the entry that takes a year's result to reserves, interest and losses carried. */
export async function postAllocation(
  vote: AllocationVote,
  { allocation, year, lines }: Allocated,
  trx: TransactionClientContract
): Promise<string> {
  const closedOn = isoDay(year.closedOn)
  const pieceReference = `surplus|${closedOn}`
  const carried = allocation.carriedCents - year.carriedLossCents
  await postEntry(
    {
      journal: 'OD',
      date: isoDay(vote.resolutionDate),
      pieceReference,
      label: `Affectation du résultat ${closedOn} (${vote.resolutionReference})`,
      lines: [
        year.resultCents < 0n
          ? { account: accounts.yearLoss, creditCents: -year.resultCents }
          : { account: accounts.yearSurplus, debitCents: year.resultCents },
        { account: accounts.statutoryReserve, debitCents: allocation.imputedCents },
        carried > 0n
          ? { account: accounts.carriedLoss, debitCents: carried }
          : { account: accounts.carriedLoss, creditCents: -carried },
        { account: accounts.legalReserve, creditCents: allocation.legalReserveCents },
        { account: accounts.statutoryReserve, creditCents: allocation.statutoryReserveCents },
        ...lines.map(interestOf),
      ],
      postedBy: actorLabel(vote.actor),
      postedAt: vote.clock.now(),
    },
    trx
  )
  return pieceReference
}

function interestOf({ memberId, amountCents }: InterestLine): EntryLine {
  return { account: accounts.membersInterest, auxiliary: memberId, creditCents: amountCents }
}
