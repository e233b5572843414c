import db from '@adonisjs/lucid/services/db'
import MemberCategory from '#models/membership/member_category'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { shortOfShares } from '#services/membership/categories/category_gates'
import { MembershipError } from '#services/membership/errors'
import { lockedMember } from '#services/membership/locked_member'
import type { Clock } from '#values/clock'
import { dayOf, isoDay } from '#values/day'

type Ending = {
  categoryId: string
  /** YYYY-MM-DD: the first day without it; tomorrow at the earliest. */
  on: string
  reason: string
  actor: Actor
  clock: Clock
}

/**
 * A quality of a member ends on a day to come: the past is what somebody may have voted by. The
 * last one stays: a member always belongs to a category (C01, C03). It ends whatever is held: whether
 * the category that counts then asks for more (C07) is the answer's `short`.
 *
 * @throws MembershipError category_ended, last_category, bad_end_day
 */
export async function endCategory({ categoryId, on, reason, actor, clock }: Ending) {
  return db.transaction(async (trx) => {
    const { memberId } = await MemberCategory.query({ client: trx })
      .where('id', categoryId)
      .firstOrFail()
    await lockedMember(trx, memberId)
    const open = await MemberCategory.query({ client: trx })
      .where('memberId', memberId)
      .whereNull('validTo')
    const category = open.find(({ id }) => id === categoryId)
    if (!category) throw new MembershipError('category_ended', 'This category has ended already')
    if (open.length === 1) {
      throw new MembershipError('last_category', 'A member keeps at least one category')
    }
    if (on <= isoDay(clock.now()) || on <= isoDay(category.validFrom)) {
      throw new MembershipError('bad_end_day', 'A category ends on a day to come', {}, 'on')
    }
    await category.merge({ validTo: dayOf(on) }).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'membership.end_category',
      subject: { type: 'member', id: memberId },
      after: { category: category.categoryCode, valid_to: on },
      reason,
      clock,
    })
    return { category, short: await shortOfShares(trx, { memberId, day: on }) }
  })
}
