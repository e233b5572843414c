import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { rawClient } from '#database/raw_client'
import type AnnualAccounts from '#models/shares/annual_accounts'
import { yearOf } from '#services/shares/rules/financial_year'
import { paidUpDaysByMember } from '#services/shares/surplus/paid_up_days'
import { apportion } from '#values/apportion'
import { isoDay } from '#values/day'

export type InterestLine = { memberId: string; centDays: bigint; amountCents: bigint }

/** C34: each member's part of a year's interest, by the days they held paid-up shares. */
export async function interestLines(
  interestCents: bigint,
  year: AnnualAccounts,
  trx: TransactionClientContract
): Promise<InterestLine[]> {
  if (interestCents === 0n) return []
  const held = await paidUpDaysByMember(yearOf(year), trx)
  const parts = apportion(
    interestCents,
    held.map(({ memberId, centDays }) => ({ id: memberId, weight: centDays })),
    (memberId) => `interest|${isoDay(year.closedOn)}|${memberId}`
  )
  return held.map((one, index) => ({ ...one, amountCents: parts[index] }))
}

export async function keepInterest(
  allocationId: string,
  lines: InterestLine[],
  trx: TransactionClientContract
): Promise<void> {
  const client = await rawClient(trx)
  await client.query(
    `INSERT INTO interest_lines (allocation_id, member_id, paid_up_cent_days, amount_cents)
     SELECT $1, l.* FROM unnest($2::uuid[], $3::numeric[], $4::bigint[]) AS l`,
    [
      allocationId,
      lines.map(({ memberId }) => memberId),
      lines.map(({ centDays }) => centDays.toString()),
      lines.map(({ amountCents }) => amountCents.toString()),
    ]
  )
}
