import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import ShareSubscription from '#models/shares/share_subscription'
import ShareTransfer from '#models/shares/share_transfer'
import type { Actor } from '#services/identity/record_audit_event'
import { activateMember } from '#services/membership/activate_member'
import { createMember } from '#services/membership/create_member'
import { recordDeparture } from '#services/membership/leave_membership'
import { orRefuse, refusalOf, type SharesRefusal } from '#services/shares/errors'
import type { ImportLine } from '#services/shares/import/read_line'
import type { PlannedMember, Rehearsal, StatutesOn } from '#services/shares/import/rehearse'
import { recordMovement } from '#services/shares/movements/record_movement'
import { holdingOf } from '#services/shares/queries/holding_of'
import { postShareMoney } from '#services/shares/subscriptions/post_share_money'
import { canonicalJson, sha256Hex } from '#values/digest'
import type { Clock } from '#values/clock'
import { dayOf } from '#values/day'
import { newId } from '#values/id'

export type ImportAct = {
  /** The import that the lines stand in. */
  id: string
  fileSha256: string
  fileName: string
  actor: Actor
  clock: Clock
}

/** A line that a gate of the register stopped, though the rehearsal had let it pass. */
export class ImportLineError extends Error {
  constructor(
    readonly line: number,
    readonly cause: unknown
  ) {
    super(`Line ${line}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }

  get refusal(): SharesRefusal | null {
    return refusalOf(this.cause)
  }
}

/**
 * Writes a rehearsed file into the register in the caller's transaction: members, subscriptions with
 * the money that paid them, movements on the days of the file (C07, C08, C11). That money stands
 * against 890, which the accountant's opening entry clears. The first line that a gate refuses undoes
 * them all.
 *
 * @throws ImportLineError
 */
export async function writeImport(
  trx: TransactionClientContract,
  { lines, members }: Rehearsal,
  statutesOn: StatutesOn,
  act: ImportAct
): Promise<void> {
  const planned = new Map(members.map((member) => [member.key, member]))
  const ids = new Map<string, string>()
  for (const line of lines) {
    try {
      if (line.type === 'subscribe') {
        const nominalCents = BigInt(statutesOn(line.on)!.capital.nominalCents)
        await subscribe(trx, { line, nominalCents, member: planned.get(line.memberKey)!, ids }, act)
      } else {
        await handOver(trx, line, ids, act)
      }
    } catch (error) {
      throw new ImportLineError(line.line, error)
    }
  }
}

type Subscribing = {
  line: ImportLine
  nominalCents: bigint
  member: PlannedMember
  ids: Map<string, string>
}

async function subscribe(
  trx: TransactionClientContract,
  { line, nominalCents, member, ids }: Subscribing,
  act: ImportAct
) {
  const { actor, clock } = act
  const memberId = ids.get(member.key) ?? (await welcome(trx, member, act))
  const amountCents = BigInt(line.shares) * nominalCents
  const paidCents = line.paidCents ?? amountCents
  const { bulletin, bulletinSha256 } = bulletinOf(line, act)
  const reference = `REPRISE-${act.fileSha256.slice(0, 8)}-${line.line}`
  const subscription = await ShareSubscription.create(
    {
      id: newId(),
      memberId,
      applicationId: null,
      reference,
      shares: line.shares,
      nominalCents,
      firstPaymentCents: paidCents,
      receivedCents: paidCents,
      state: 'registered',
      bulletin,
      bulletinSha256,
      evidence: null,
      signedAt: dayOf(line.on),
      registeredAt: dayOf(line.on),
      createdAt: clock.now(),
    },
    { client: trx }
  )
  await postShareMoney(trx, subscription, {
    amountCents: paidCents,
    bankDate: line.on,
    bankReference: reference,
    kind: 'receipt',
    against: 'membersReceived',
    isTakenOver: true,
    actor,
    clock,
  })
  orRefuse(
    await recordMovement(trx, {
      type: 'subscribe',
      effectiveOn: line.on,
      to: { memberId, pocket: 'held' },
      shares: line.shares,
      nominalCents,
      paidCents,
      subscriptionId: subscription.id,
      reason: `${act.fileName}, ligne ${line.line}`,
      actor,
      clock,
    })
  )
  if (!ids.has(member.key)) {
    await activateMember(trx, { memberId, on: line.on, actor, clock })
    ids.set(member.key, memberId)
  }
}

function bulletinOf(line: ImportLine, { fileName, fileSha256 }: ImportAct) {
  const bulletin = {
    kind: 'import',
    file: fileName,
    file_sha256: fileSha256,
    line: line.line,
    shares: String(line.shares),
    on: line.on,
  }
  return { bulletin, bulletinSha256: sha256Hex(canonicalJson(bulletin)) }
}

async function welcome(
  trx: TransactionClientContract,
  { person, categoryCode, joinedOn, formerNumber }: PlannedMember,
  { actor, clock }: ImportAct
): Promise<string> {
  const { category: inWords, ...details } = person
  const member = await createMember(trx, {
    ...details,
    categoryCodes: [categoryCode],
    admittedOn: joinedOn,
    formerNumber,
    actor,
    clock,
  })
  return member.id
}

async function handOver(
  trx: TransactionClientContract,
  line: ImportLine,
  ids: Map<string, string>,
  { id: importId, actor, clock, fileName }: ImportAct
) {
  const from = ids.get(line.memberKey)!
  const to = ids.get(line.toMember!)!
  const held = await holdingOf(from, trx)
  const transfer = await ShareTransfer.create(
    {
      id: newId(),
      fromMemberId: from,
      toMemberId: to,
      shares: line.shares,
      priceCents: null,
      state: 'registered',
      importId,
      reason: `${fileName}, ligne ${line.line}`,
      requestedAt: dayOf(line.on),
      requestedByLabel: fileName,
      endedAt: dayOf(line.on),
      createdAt: clock.now(),
    },
    { client: trx }
  )
  orRefuse(
    await recordMovement(trx, {
      type: 'transfer',
      effectiveOn: line.on,
      from: { memberId: from, pocket: 'held' },
      to: { memberId: to, pocket: 'held' },
      shares: line.shares,
      nominalCents: held.subscribedCents / BigInt(held.shares),
      paidCents: (held.subscribedCents / BigInt(held.shares)) * BigInt(line.shares),
      transferId: transfer.id,
      reason: `${fileName}, ligne ${line.line}`,
      actor,
      clock,
    })
  )
  if (held.shares === line.shares) {
    await recordDeparture(trx, { memberId: from, on: line.on, actor, clock })
  }
}
