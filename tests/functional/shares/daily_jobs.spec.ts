import { test } from '@japa/runner'
import mail from '@adonisjs/mail/services/main'
import CallMail from '#mails/shares/call_mail'
import { sharesJobs } from '#jobs/shares/daily_jobs'
import type { JobContext } from '#jobs/job'
import CapitalCall from '#models/shares/capital_call'
import Member from '#models/membership/member'
import { announceExit } from '#services/membership/exits/announce_exit'
import { callBalance } from '#services/shares/calls/call_balance'
import { remindCalls } from '#services/shares/calls/remind_calls'
import { lastRoot } from '#services/shares/queries/last_root'
import {
  givenAdmitted,
  givenHolder,
  must,
  OFFICE,
  pay,
  signBulletin,
  withCooperative,
} from '#tests/support/shares'
import { FixedClock } from '#values/clock'
import { isoDay } from '#values/day'

const clock = new FixedClock('2026-03-10T10:00:00')
const act = { actor: OFFICE, clock }
const context: JobContext = { id: '1', attempt: 1, progress: async () => {} }
const run = (name: string) => sharesJobs.find((job) => job.name === name)!.handle({}, context)

async function givenCall(dueOn: string) {
  const member = await givenAdmitted(clock)
  const signed = { shares: 4, firstPaymentCents: 2_000n }
  const subscription = must(await signBulletin(clock, member.id, signed))
  must(await pay(clock, subscription.id, 2_000n))
  const call = must(await callBalance({ subscriptionId: subscription.id, dueOn, ...act }))
  return { member, subscription, call }
}

test.group('Shares | what is done every day', (group) => {
  withCooperative(group, {
    clock,
    at: '2026-03-10T10:00:00',
    statutes: { capital: { paidUpBp: 2_500 } },
  })

  test('C08 a call is recalled two weeks before, then every month until it is paid', async ({
    assert,
  }) => {
    using mails = mail.fake()
    const { member, subscription, call } = await givenCall('2026-06-01')
    const sentOn = async (at: string) => {
      clock.moveTo(at)
      return (await remindCalls(clock)).sent
    }
    assert.equal(await sentOn('2026-05-17T08:00'), 0)
    assert.equal(await sentOn('2026-05-18T08:00'), 1)
    assert.equal(await sentOn('2026-05-18T09:00'), 0)
    assert.equal(await sentOn('2026-06-16T08:00'), 0)
    assert.equal(await sentOn('2026-06-17T08:00'), 1)
    const [soon, late] = mails.mails.sent().map((one) => one.message.toObject().message)
    mails.mails.assertSentCount(CallMail, 2)
    assert.deepInclude(soon, { to: [member.email] })
    assert.equal(soon.subject, 'Un versement sur vos parts est dû le 1 juin 2026')
    assert.include(soon.text, '60,00')
    assert.include(soon.text, subscription.reference)
    assert.match(late.subject!, /était dû/)
    must(await pay(clock, subscription.id, 6_000n))
    assert.equal(await sentOn('2026-08-30T08:00'), 0)
    assert.equal(isoDay((await CapitalCall.findOrFail(call.id)).remindedOn!), '2026-06-17')
  })

  test('two processes that remind at once send one mail', async ({ assert }) => {
    using mails = mail.fake()
    await givenCall('2026-03-12')
    const runs = await Promise.all([run('shares.remind_calls'), run('shares.remind_calls')])
    assert.equal(
      runs.reduce<number>((sum, one) => sum + (one as { sent: number }).sent, 0),
      1
    )
    mails.mails.assertSentCount(CallMail, 1)
  })

  test('C12 at midnight the exits of the day take effect, and the root of the day before is kept', async ({
    assert,
  }) => {
    const member = await givenHolder(clock, 3)
    await announceExit({ memberId: member.id, kind: 'withdrawal', ...act })
    clock.moveTo('2026-06-09T23:59')
    await run('shares.make_exits_effective')
    assert.isTrue((await Member.findOrFail(member.id)).isActive)
    assert.isNull(await lastRoot())
    clock.moveTo('2026-06-10T00:05')
    await run('shares.make_exits_effective')
    await run('shares.make_exits_effective')
    assert.equal((await Member.findOrFail(member.id)).state, 'left')
    await run('shares.record_roots')
    const root = await lastRoot()
    assert.deepInclude(root!, { day: '2026-06-09', lastNumber: '1' })
    assert.match(root!.root, /^[0-9a-f]{64}$/)
  })
})
