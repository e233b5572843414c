import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type Member from '#models/membership/member'
import { runChecks } from '#checks/index'
import { recordDeparture } from '#services/membership/leave_membership'
import { withClock } from '#tests/support/desk'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { tamper } from '#tests/support/tamper'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'
import { givenMember, OFFICE } from './member_scene.js'

test.group('Membership | checks', (group) => {
  const clock = new FixedClock('2026-05-04T10:00')
  withClock(group, clock)
  let members: Member[]
  group.each.setup(async () => {
    await emptyCooperative()
    await adoptTestStatutes()
    members = [await givenMember(clock), await givenMember(clock), await givenMember(clock)]
    return () => emptyCooperative()
  })

  const failing = async () => {
    const results = await runChecks({ period: null }, { only: /^membership\./ })
    return results
      .filter(({ failure }) => failure)
      .map(({ name }) => name.replace('membership.', ''))
  }

  test('a co-operative as the services leave it passes', async ({ assert }) => {
    const act = { actor: OFFICE, clock }
    await db.transaction((trx) =>
      recordDeparture(trx, { memberId: members[1].id, on: clock.now(), ...act })
    )
    assert.deepEqual(await failing(), [])
  })

  test('{what} is found by {check}')
    .with([
      {
        what: 'a number that was skipped',
        check: 'numbers_have_no_gap',
        table: 'members',
        sql: 'UPDATE members SET number = 9 WHERE id = :id',
      },
      {
        what: 'a second record of one person',
        check: 'one_person_one_record',
        table: 'member_details',
        sql: `UPDATE member_details d SET given_name = o.given_name, family_name = o.family_name
                FROM member_details o WHERE d.member_id = :id AND o.member_id = :other`,
      },
      {
        what: 'a category that the statutes do not know',
        check: 'categories_are_known',
        table: 'member_categories',
        sql: `UPDATE member_categories SET category_code = 'astronaut' WHERE member_id = :id`,
      },
      {
        what: 'a day of joining to come',
        check: 'active_members_have_joined',
        table: 'members',
        sql: `UPDATE members SET joined_on = '2026-05-05', member_since = '2026-05-05' WHERE id = :id`,
        also: 'periods_follow',
      },
      {
        what: 'a category that goes on after leaving',
        check: 'left_members_have_no_category',
        table: 'members',
        sql: `UPDATE members SET state = 'left', left_on = '2026-06-01' WHERE id = :id`,
        also: 'periods_follow',
      },
      {
        what: 'a membership that ended earlier than the record says',
        check: 'periods_follow',
        table: 'membership_periods',
        sql: `UPDATE membership_periods SET left_on = '2026-05-04' WHERE member_id = :id`,
      },
      {
        what: 'a version that is missing',
        check: 'details_have_no_gap',
        table: 'member_details',
        sql: 'UPDATE member_details SET version = 2 WHERE member_id = :id',
      },
      {
        what: 'a list that shows another town',
        check: 'lists_show_the_details',
        table: 'members',
        sql: `UPDATE members SET city = 'Ailleurs' WHERE id = :id`,
      },
      {
        what: 'an effective exit of a member who is still there',
        check: 'exits_end_memberships',
        table: 'exits',
        sql: `INSERT INTO exits (id, member_id, kind, state, requested_at, requested_by_label, effective_on, created_at)
              VALUES (:new, :id, 'withdrawal', 'effective', now(), 'x', '2026-05-05', now())`,
      },
      {
        what: 'an exit that nobody made effective',
        check: 'exits_take_effect',
        table: 'exits',
        sql: `INSERT INTO exits (id, member_id, kind, state, requested_at, requested_by_label, effective_on, created_at)
              VALUES (:new, :id, 'withdrawal', 'announced', now(), 'x', '2026-05-01', now())`,
      },
      {
        what: 'an exclusion without its exit',
        check: 'exclusions_are_complete',
        table: 'exclusions',
        sql: `INSERT INTO exclusions (id, member_id, state, grounds, opened_on, notified_on, notice_proof,
                hearing_on, hearing_record, resolution_reference, resolution_date, yes_votes, no_votes, created_at)
              VALUES (:new, :id, 'excluded', 'Des griefs', '2026-01-01', '2026-01-01', 'RK', '2026-02-01',
                'Entendue', 'R7', '2026-03-01', 9, 0, now())`,
      },
      {
        what: 'an erasure that left the name',
        check: 'erased_members_are_empty',
        table: 'members',
        sql: `UPDATE members SET erased_at = now() WHERE id = :id`,
      },
    ])
    .run(async ({ assert }, { check, table, sql, also }) => {
      const [member, other] = [members[2], members[0]]
      await tamper(table, sql, { id: member.id, other: other.id, new: newId() })
      assert.sameMembers(await failing(), also ? [check, also] : [check])
    })
})
