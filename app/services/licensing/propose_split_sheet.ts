import Payee from '#models/licensing/payee'
import SplitLine from '#models/licensing/split_line'
import SplitSheet from '#models/licensing/split_sheet'
import type { PayeeKind } from '#services/licensing/create_rights_holder'
import { actorAccountId, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { TIME_ZONE, type Clock } from '#values/clock'
import { newId } from '#values/id'
import { err, ok, type Result } from '#values/result'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'

export interface ProposedLine {
  payeeId: string
  role: PayeeKind
  basisPoints: number
}

interface Input {
  workId: string
  lines: ProposedLine[]
  /** First day on which the sheet holds, YYYY-MM-DD; not before the current month's first day. */
  validFrom: string
  actor: Actor
  clock: Clock
}

export type SplitSheetRefusal =
  | 'empty'
  | 'not_a_share'
  | 'payee_twice'
  | 'not_10000'
  | 'unknown_payee'
  | 'not_a_date'
  | 'month_begun_earlier'
  | 'unknown_work'

/**
 * A new version of a work's split sheet, in basis points that sum to 10 000 (P17). Nobody has
 * accepted it yet: each payee's share stays in suspense until they do. A sheet may not reach back
 * into a month that is over, since that month may be closed (P15).
 */
export async function proposeSplitSheet(
  input: Input
): Promise<Result<SplitSheet, SplitSheetRefusal>> {
  const now = input.clock.now()
  const validFrom = DateTime.fromISO(input.validFrom, { zone: TIME_ZONE })
  const refusal = refusalOf(input.lines) ?? dateRefusal(validFrom, now)
  if (refusal) return err(refusal)

  return db.transaction(async (client) => {
    const work = await client.from('works').where('id', input.workId).first()
    if (!work) return err('unknown_work' as const)
    const payees = await Payee.query({ client }).whereIn(
      'id',
      input.lines.map((l) => l.payeeId)
    )
    if (payees.length !== input.lines.length) return err('unknown_payee' as const)
    const sheet = await SplitSheet.create(
      {
        id: newId(),
        workId: input.workId,
        version: await nextVersion(input.workId, client),
        validFrom,
        proposedByAccountId: actorAccountId(input.actor),
        createdAt: now,
      },
      { client }
    )
    await SplitLine.createMany(
      input.lines.map((line) => ({ id: newId(), splitSheetId: sheet.id, ...line })),
      { client }
    )
    await recordAuditEvent(client, {
      actor: input.actor,
      action: 'licensing.propose_split_sheet',
      subject: { type: 'work', id: input.workId },
      after: {
        version: sheet.version,
        valid_from: input.validFrom,
        lines: input.lines.map(({ payeeId, role, basisPoints }) => ({
          payee: payees.find(({ id }) => id === payeeId)!.name,
          role,
          basis_points: basisPoints,
        })),
      },
      clock: input.clock,
    })
    return ok(sheet)
  })
}

function refusalOf(lines: ProposedLine[]): SplitSheetRefusal | null {
  if (lines.length === 0) return 'empty'
  const isShare = (points: number) => Number.isInteger(points) && points >= 1 && points <= 10_000
  if (!lines.every((line) => isShare(line.basisPoints))) return 'not_a_share'
  if (new Set(lines.map((line) => line.payeeId)).size !== lines.length) return 'payee_twice'
  const sum = lines.reduce((total, line) => total + line.basisPoints, 0)
  return sum === 10_000 ? null : 'not_10000'
}

function dateRefusal(validFrom: DateTime, now: DateTime): SplitSheetRefusal | null {
  if (!validFrom.isValid) return 'not_a_date'
  return validFrom < now.startOf('month') ? 'month_begun_earlier' : null
}

/** Two proposals at once wait for each other, so that versions follow without a gap. */
async function nextVersion(workId: string, client: TransactionClientContract): Promise<number> {
  await client.rawQuery('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`split|${workId}`])
  const last = await SplitSheet.query({ client })
    .where('workId', workId)
    .orderBy('version', 'desc')
    .first()
  return (last?.version ?? 0) + 1
}
