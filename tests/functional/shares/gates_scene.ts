import db from '@adonisjs/lucid/services/db'
import { seedChart } from '#services/ledger/seed_chart'
import { postEntry } from '#services/ledger/post_entry'
import { refusalOf } from '#services/shares/errors'
import { OFFICE } from '#tests/support/shares'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'

export const clock = new FixedClock('2026-03-10T10:00:00')
export const act = { actor: OFFICE, clock }

export type Row = Record<string, string | number | null>
export type Lines = Parameters<typeof postEntry>[0]['lines']

/** The entry that says what a movement says, its money from or to the bank. */
export function linesOf(row: Row): Lines {
  const amount = BigInt(row.shares ?? 0) * BigInt(row.nominal_cents ?? 2_000)
  const paid = BigInt(row.paid_cents ?? amount)
  const side = (member: Row[string], pocket: Row[string], given: boolean) => {
    const as = (cents: bigint) => (given ? { debitCents: cents } : { creditCents: cents })
    const back = (cents: bigint) => (given ? { creditCents: cents } : { debitCents: cents })
    if (!member) return []
    const auxiliary = String(member)
    const account = pocket === 'held' ? ('10131' as const) : ('10138' as const)
    return [
      { account, auxiliary, ...as(paid) },
      { account: '1011' as const, auxiliary, ...as(amount - paid) },
      { account: '512' as const, ...back(amount) },
    ]
  }
  return [
    ...side(row.from_member_id, row.from_pocket, true),
    ...side(row.to_member_id, row.to_pocket, false),
  ]
}

/** Writes a movement as somebody at the database would: number, hash and entry all in order. */
export async function bySql(row: Row, forged: Row = {}, lines = linesOf(row)): Promise<string> {
  const piece = `OD-sql-${newId()}`
  try {
    await db.transaction(async (trx) => {
      await seedChart(trx)
      const entry = { journal: 'OD' as const, date: '2026-03-10', label: 'sql', lines }
      const by = { postedBy: 'sql', postedAt: clock.now() }
      await postEntry({ ...entry, ...by, pieceReference: piece }, trx)
      await trx.rawQuery(
        `WITH draft AS (
           SELECT jsonb_populate_record(NULL::share_movements, jsonb_build_object(
                    'number', last_number + 1, 'previous_hash', last_hash, 'hash', last_hash) || ?::jsonb) AS m
             FROM capital_totals)
         INSERT INTO share_movements
         SELECT (jsonb_populate_record(m, jsonb_build_object('hash', share_movement_hash(m)) || ?::jsonb)).* FROM draft`,
        [
          JSON.stringify({
            id: newId(),
            effective_on: '2026-03-10',
            recorded_at: '2026-03-10T09:00:00Z',
            recorded_by_label: 'sql',
            nominal_cents: 2_000,
            paid_cents: Number(row.shares) * 2_000,
            piece_reference: piece,
            ...row,
          }),
          JSON.stringify(forged),
        ]
      )
      await trx.rawQuery('SET CONSTRAINTS ALL IMMEDIATE')
    })
    return 'entered'
  } catch (error) {
    return refusalOf(error)?.code ?? String(error)
  }
}

/**
 * Writes movements in one statement, chained as they stand (`number` may leave a gap), says what
 * stands after it, and undoes it. `turned` brings the rows last one first, `wrong` gives every
 * movement the piece of another, `first` is run before.
 */
export async function together(
  rows: Row[],
  { turned = false, wrong = null as Row | null, first = 'SELECT 1' } = {}
): Promise<string> {
  let after = ''
  try {
    await db.transaction(async (trx) => {
      await seedChart(trx)
      const [totals] = await trx.from('capital_totals')
      let previous = `\\x${totals.last_hash.toString('hex')}`
      const drafts = []
      for (const [index, row] of rows.entries()) {
        const piece = `OD-sql-${newId()}`
        const entry = {
          journal: 'OD' as const,
          date: '2026-03-10',
          label: 'sql',
          lines: linesOf(wrong ?? row),
        }
        const by = { postedBy: 'sql', postedAt: clock.now() }
        await postEntry({ ...entry, ...by, pieceReference: piece }, trx)
        const draft = {
          id: newId(),
          number: Number(totals.last_number) + 1 + index,
          effective_on: '2026-03-10',
          recorded_at: '2026-03-10T09:00:00Z',
          recorded_by_label: 'sql',
          nominal_cents: 2_000,
          paid_cents: Number(row.shares) * 2_000,
          piece_reference: piece,
          previous_hash: previous,
          ...row,
        }
        const { rows: hashed } = await trx.rawQuery(
          'SELECT share_movement_hash(jsonb_populate_record(NULL::share_movements, ?::jsonb)) AS hash',
          [JSON.stringify(draft)]
        )
        previous = `\\x${hashed[0].hash.toString('hex')}`
        drafts.push({ ...draft, hash: previous })
      }
      if (turned) drafts.reverse()
      await trx.rawQuery(first)
      await trx.rawQuery(
        `INSERT INTO share_movements SELECT * FROM jsonb_populate_recordset(NULL::share_movements, ?::jsonb)
         ON CONFLICT DO NOTHING`,
        [JSON.stringify(drafts)]
      )
      await trx.rawQuery('SET CONSTRAINTS ALL IMMEDIATE')
      const [{ subscribed_cents: capital, peak_cents: peak }] = await trx.from('capital_totals')
      const holdings = await trx.from('share_holdings').orderBy('shares').select('shares')
      after = `${capital} of ${peak}, held ${holdings.map(({ shares }) => shares).join(' ')}`
      throw new Error('undone')
    })
    return after
  } catch (error) {
    return after || (refusalOf(error)?.code ?? String(error))
  }
}

export const subscribe = (member: string, shares: number, more: Row = {}) => ({
  type: 'subscribe',
  to_member_id: member,
  to_pocket: 'held',
  shares,
  ...more,
})
export const cancel = (member: string, shares: number, more: Row = {}) => ({
  type: 'cancel',
  from_member_id: member,
  from_pocket: 'held',
  shares,
  ...more,
})
