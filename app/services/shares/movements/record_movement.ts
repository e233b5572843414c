import { DateTime } from 'luxon'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import ShareMovement, { type MovementType } from '#models/shares/share_movement'
import { actorLabel, type Actor } from '#services/identity/record_audit_event'
import type { LedgerAccountCode } from '#services/ledger/chart_of_accounts'
import { postEntry, type EntryLine } from '#services/ledger/post_entry'
import type { SharesRefusal } from '#services/shares/errors'
import { inRegister } from '#services/shares/movements/in_register'
import { entryLabel, movementLines, type Side } from '#services/shares/movements/movement_entry'
import { movementHash, type HashedMovement } from '#services/shares/movements/movement_hash'
import type { Clock } from '#values/clock'
import { dayOf, isoDay, type Day } from '#values/day'
import { newId } from '#values/id'
import type { Result } from '#values/result'

export type MovementDraft = {
  type: Exclude<MovementType, 'correct'>
  /** The day it takes effect, not after today. */
  effectiveOn: Day
  /** Nobody: from or to outside of the capital. */
  from?: Side | null
  to?: Side | null
  shares: number
  nominalCents: bigint
  paidCents: bigint
  subscriptionId?: string | null
  transferId?: string | null
  claimId?: string | null
  reason?: string | null
  /** See `MovementMoney`. */
  counterpart?: LedgerAccountCode
  lossCents?: bigint
  calledUnpaidCents?: bigint
  actor: Actor
  clock: Clock
}

/** What `writeMovement` needs: the row but for its place in the chain, and the entry's lines. */
export type MovementRow = Omit<
  HashedMovement,
  'number' | 'id' | 'recordedAt' | 'recordedByLabel' | 'pieceReference'
> & {
  lines: EntryLine[]
  label: (number: bigint) => string
  actor: Actor
  clock: Clock
}

/**
 * The only writer of the register (C11): takes the next number, chains the hash, posts the journal
 * entry, all in the caller's transaction or not at all. A gate of the database that says no is the
 * refusal; the caller's transaction lives on and decides.
 */
export function recordMovement(
  trx: TransactionClientContract,
  draft: MovementDraft
): Promise<Result<ShareMovement, SharesRefusal>> {
  const { type, shares, nominalCents, paidCents, actor, clock } = draft
  const [from, to] = [draft.from ?? null, draft.to ?? null]
  const amountCents = BigInt(shares) * nominalCents
  return inRegister(
    (inner) =>
      writeMovement(inner, {
        type,
        effectiveOn: dayOf(draft.effectiveOn),
        fromMemberId: from?.memberId ?? null,
        fromPocket: from?.pocket ?? null,
        toMemberId: to?.memberId ?? null,
        toPocket: to?.pocket ?? null,
        shares,
        nominalCents,
        paidCents,
        subscriptionId: draft.subscriptionId ?? null,
        transferId: draft.transferId ?? null,
        claimId: draft.claimId ?? null,
        corrects: null,
        reason: draft.reason ?? null,
        lines: movementLines({ ...draft, from, to, amountCents }),
        label: (number) => entryLabel(type, number),
        actor,
        clock,
      }),
    trx
  )
}

/** Writes a movement and its entry in a transaction that holds the register. */
export async function writeMovement(
  trx: TransactionClientContract,
  { lines, label, actor, clock, ...row }: MovementRow
): Promise<ShareMovement> {
  const now = clock.now()
  const { rows } = await trx.rawQuery(
    `SELECT last_number::text AS number, last_hash AS hash,
            (SELECT date_trunc('milliseconds', recorded_at) + interval '1 millisecond'
               FROM share_movements WHERE number = last_number AND recorded_at > ?) AS not_before
       FROM capital_totals`,
    [now.toISO()!]
  )
  const number = BigInt(rows[0].number) + 1n
  const id = newId()
  // Movements are recorded in their order (C11), though the clocks of two machines never quite agree.
  const notBefore: Date | null = rows[0].not_before
  const recordedAt = notBefore ? DateTime.fromJSDate(notBefore, { zone: now.zone }) : now
  const recordedByLabel = actorLabel(actor)
  const pieceReference = `OD-parts-${number}-${id.slice(0, 8)}`
  await postEntry(
    {
      journal: 'OD',
      date: isoDay(row.effectiveOn),
      pieceReference,
      label: label(number),
      lines,
      postedBy: recordedByLabel,
      postedAt: recordedAt,
    },
    trx
  )
  const hashed = { ...row, number, id, recordedAt, recordedByLabel, pieceReference }
  const previousHash: Buffer = rows[0].hash
  const hash = movementHash(previousHash, hashed)
  return ShareMovement.create({ ...hashed, previousHash, hash }, { client: trx })
}
