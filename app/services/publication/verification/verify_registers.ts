import db from '@adonisjs/lucid/services/db'
import type Publication from '#models/publication/publication'
import type { MonthRegisters } from '#services/publication/documents/public_report'
import { registersOfMonth, shareRegister } from '#services/publication/seal/registers_of_month'
import { recomputeRoot } from '#services/governance/electorate/recompute_root'
import { canonicalJson, sha256Hex } from '#values/digest'
import { VerificationError } from './verification_error.js'

/**
 * C11, C23, C29: the share register, the lists of voters and the minutes in the database still give
 * the hashes that the month published; each is computed again from its rows. Months published before
 * format 3 named none: there is nothing to compare.
 */
export async function verifyRegisters({ period, report }: Publication): Promise<string> {
  const { registers: published } = report
  if (!published) return 'the month was published before the registers were: nothing to compare'
  const { shares, electorates, minutes } = published
  await verifyShares(shares)
  const kept = await registersOfMonth(period, db)
  assertSame(period, 'electorates', kept, electorates)
  for (const { assembly, root } of electorates) {
    const found = await recomputeRoot(assembly)
    if (found.toString('hex') === root) continue
    throw new VerificationError(`meeting ${assembly} has another list of voters than was published`)
  }
  assertSame(period, 'minutes', kept, minutes)
  for (const one of minutes) await verifyMinutes(one)
  return `the registers are those that were published (lists of voters: ${electorates.length}, minutes: ${minutes.length})`
}

/** A day that the daily work has added since does not count: only the one that was named. */
async function verifyShares(published: MonthRegisters['shares']): Promise<void> {
  if (!published) return
  const { day, movements, root } = published
  const kept = await shareRegister(day, db)
  const movement = await db.from('share_movements').where('number', movements).first()
  const found = movement?.hash.toString('hex')
  if (canonicalJson(kept) === canonicalJson(published) && found === root) return
  throw new VerificationError(`the share register of ${day} is not the one that was published`)
}

function assertSame<K extends 'electorates' | 'minutes'>(
  period: string,
  kind: K,
  kept: MonthRegisters,
  published: MonthRegisters[K]
): void {
  if (canonicalJson(kept[kind]) === canonicalJson(published)) return
  throw new VerificationError(`the ${kind} of ${period} are not those that were published`)
}

async function verifyMinutes({ body, number, sha256 }: MonthRegisters['minutes'][number]) {
  const { document } = await db.from('minutes').where({ body, number }).firstOrFail()
  if (sha256Hex(canonicalJson(document)) === sha256) return
  throw new VerificationError(
    `minutes ${number} of the ${body} have another text than was published`
  )
}
