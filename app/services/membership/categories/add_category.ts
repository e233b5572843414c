import db from '@adonisjs/lucid/services/db'
import MemberCategory from '#models/membership/member_category'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { shortOfShares } from '#services/membership/categories/category_gates'
import { MembershipError } from '#services/membership/errors'
import { lockedMember } from '#services/membership/locked_member'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { dayOf, isoDay } from '#values/day'
import { newId } from '#values/id'

type Addition = { memberId: string; code: string; reason: string; actor: Actor; clock: Clock }

/**
 * A member has one quality more, from today on. It gives no second vote: the statutes' order says
 * which quality decides the college (C03).
 *
 * Shares come first where the category that counts then asks for more than are held (C07).
 *
 * @throws MembershipError not_active, unknown_category, category_kind, category_held, least_shares
 */
export async function addCategory({
  memberId,
  code,
  reason,
  actor,
  clock,
}: Addition): Promise<MemberCategory> {
  return db.transaction(async (trx) => {
    const member = await lockedMember(trx, memberId)
    if (!['admitted', 'active'].includes(member.state)) {
      throw new MembershipError('not_active', `A member who is ${member.state} has no category`)
    }
    const { settings } = await requireStatutes(isoDay(clock.now()), trx)
    const category = settings.categories.find((one) => one.code === code)
    if (!category) refuse('unknown_category', 'The statutes know no such category')
    if (!category!.kinds.includes(member.kind)) {
      refuse('category_kind', `This category is not open to ${member.kind}`)
    }
    const held = await MemberCategory.query({ client: trx })
      .where({ memberId, categoryCode: code })
      .whereNull('validTo')
      .first()
    if (held) refuse('category_held', 'The member has this category already')
    const added = await MemberCategory.create(
      {
        id: newId(),
        memberId,
        categoryCode: code,
        validFrom: dayOf(clock.now()),
        recordedAt: clock.now(),
        recordedByLabel: actorLabel(actor),
        reason,
      },
      { client: trx }
    )
    const short = await shortOfShares(trx, { memberId, day: isoDay(clock.now()) })
    if (short) refuse('least_shares', 'The category asks for more shares than are held', short)
    const subject = { type: 'member', id: memberId }
    const after = { category: code }
    await recordAuditEvent(trx, {
      actor,
      action: 'membership.add_category',
      subject,
      after,
      reason,
      clock,
    })
    return added
  })
}

function refuse(code: string, message: string, figures: Record<string, number> = {}): never {
  throw new MembershipError(code, message, figures, 'category_code')
}
