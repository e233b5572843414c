import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Exit, { type ExitKind } from '#models/membership/exit'
import type Member from '#models/membership/member'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { MembershipError } from '#services/membership/errors'
import { passExitGates } from '#services/membership/exits/exit_gates'
import { replaceExit } from '#services/membership/exits/replace_exit'
import { lockedActiveMember } from '#services/membership/locked_member'
import { exitDay } from '#services/membership/rules/exit_day'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { dayOf, isoDay, type Day } from '#values/day'
import { newId } from '#values/id'

export type ExitRequest = {
  memberId: string
  kind: ExitKind
  /** Of a reduction alone: how many shares are given back. */
  shares?: number | null
  /** The day of death, or of the vote that excludes. */
  happenedOn?: Day
  exclusionId?: string
  reason?: string | null
  actor: Actor
  clock: Clock
}

/**
 * Announces that a member leaves, or gives back a part of the shares. The day it takes effect is
 * fixed now, by the notice of the statutes in force (C12); until then the member votes and may
 * change their mind. Death and exclusion take the place of an exit that was announced before.
 *
 * @throws MembershipError not_active, exit_running, shares_named, bad_death_day
 */
export async function announceExit(
  request: ExitRequest,
  client?: TransactionClientContract
): Promise<Exit> {
  if (client) return announce(client, request)
  return db.transaction((trx) => announce(trx, request))
}

async function announce(trx: TransactionClientContract, request: ExitRequest): Promise<Exit> {
  const { kind, actor, clock, exclusionId } = request
  const member = await lockedActiveMember(trx, request.memberId)
  const shares = sharesOf(request)
  const today = isoDay(clock.now())
  if (kind === 'death') refuseWrongDeath(member, request.happenedOn, today)
  const statutes = await requireStatutes(today, trx)
  const { noticeMonths } = statutes.settings.exit
  const happenedOn = request.happenedOn
  const effectiveOn = exitDay({ kind, requestedOn: today, noticeMonths, happenedOn })
  await replaceExit(trx, { member, by: kind, clock })
  await passExitGates(trx, { member, kind, shares, effectiveOn })
  const exit = await Exit.create(
    {
      id: newId(),
      memberId: member.id,
      kind,
      state: 'announced',
      shares,
      requestedAt: clock.now(),
      requestedByLabel: actorLabel(actor),
      effectiveOn: dayOf(effectiveOn),
      reason: request.reason ?? null,
      exclusionId: exclusionId ?? null,
    },
    { client: trx }
  )
  await recordAuditEvent(trx, {
    actor,
    action: 'membership.announce_exit',
    subject: { type: 'member', id: member.id },
    after: { exit_id: exit.id, kind, shares, effective_on: effectiveOn },
    clock,
  })
  return exit
}

function sharesOf({ kind, shares }: ExitRequest): number | null {
  const whole = Number.isSafeInteger(shares) && shares! > 0
  if (kind === 'reduction' ? !whole : shares) {
    const message = 'Only a reduction names a number of shares, and it names one'
    throw new MembershipError('shares_named', message, {}, 'shares')
  }
  return kind === 'reduction' ? shares! : null
}

function refuseWrongDeath(member: Member, day: Day | undefined, today: string) {
  const died = day && isoDay(day)
  if (!died || died > today || died < isoDay(member.memberSince!)) {
    const message = 'A member dies after joining and not in the future'
    throw new MembershipError('bad_death_day', message, {}, 'happened_on')
  }
}
