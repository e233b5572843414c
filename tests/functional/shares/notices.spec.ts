import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import mail from '@adonisjs/mail/services/main'
import Account from '#models/identity/account'
import { sharesJobs } from '#jobs/shares/daily_jobs'
import { announceExit } from '#services/membership/exits/announce_exit'
import { callBalance } from '#services/shares/calls/call_balance'
import { NOTICE_KINDS } from '#services/shares/notices/waiting_notices'
import { tellMembers } from '#services/shares/notices/tell_members'
import { makeExitsEffective } from '#services/shares/exits/make_exits_effective'
import { refuseTransfer, withdrawTransfer } from '#services/shares/transfers/end_transfer'
import { declineTransfer } from '#services/shares/transfers/answer_transfer'
import { registerTransfer } from '#services/shares/transfers/register_transfer'
import i18nManager from '@adonisjs/i18n/services/main'
import { givenAccount } from '#tests/support/accounts'
import {
  givenAdmitted,
  givenHolder,
  must,
  OFFICE,
  pay,
  signBulletin,
  withCooperative,
} from '#tests/support/shares'
import { agreedTransfer, agreeTo, orderTransfer } from '#tests/support/transfers'
import { FixedClock } from '#values/clock'

const clock = new FixedClock('2026-03-10T10:00:00')
const act = { actor: OFFICE, clock }

/** Every value that a mail of any kind may name. */
const EVERYTHING = {
  ...{ shares: 2, number: 7, amount: '40 €', due_on: 'a', exit_on: 'b', paid_on: 'c' },
  ...{ effective_on: 'd', notified_on: 'e', giver: 'f', taker: 'g', reason: 'h', decision: 'i' },
  ...{ reference: 'j', resolution: 'k', grounds: 'l', refuse_on: 'm', asked_on: 'n', account: 'o' },
}

/** What a run of the job sends: to whom, the subject, how many papers. */
async function told(): Promise<{ to: string; subject: string; papers: number; text: string }[]> {
  using mails = mail.fake()
  await tellMembers(clock)
  return mails.mails.sent().map((one) => {
    const { message } = one.message.toObject() as unknown as { message: Record<string, any> }
    const [to] = message.to
    return {
      to: typeof to === 'string' ? to : to.address,
      subject: message.subject,
      papers: message.attachments?.length ?? 0,
      text: message.text,
    }
  })
}

test.group('Shares | what members are told by mail', (group) => {
  withCooperative(group, {
    clock,
    at: '2026-03-10T10:00:00',
    statutes: { capital: { paidUpBp: 2_500 } },
  })

  test('C07 welcome goes when the shares exist, with number and certificate, and only once', async ({
    assert,
  }) => {
    const member = await givenAdmitted(clock)
    const subscription = must(await signBulletin(clock, member.id, { shares: 3 }))
    assert.deepEqual(await told(), [])
    must(await pay(clock, subscription.id, 6_000n))
    const [welcome, ...others] = await told()
    assert.deepEqual(others, [])
    assert.equal(welcome.to, member.email)
    assert.equal(welcome.subject, 'Bienvenue\u00a0: vous êtes sociétaire n° 1')
    assert.equal(welcome.papers, 1)
    assert.include(welcome.text, 'Vos 3 parts')
    assert.deepEqual(await told(), [])
    const job = sharesJobs.find(({ name }) => name === 'shares.tell_members')!
    const again = await job.handle({}, { id: '1', attempt: 1, progress: async () => {} })
    assert.deepEqual(again, { sent: 0, failed: 0 })
  })

  test('in the reader’s language', async ({ assert }) => {
    const account = await givenAccount()
    await Account.query().where('id', account.id).update({ locale: 'en' })
    const member = await givenHolder(clock, 2)
    await db.from('members').where('id', member.id).update({ account_id: account.id })
    const [welcome] = await told()
    assert.equal(welcome.subject, 'Welcome: you are member no. 1')
    for (const locale of ['fr', 'en']) {
      for (const kind of NOTICE_KINDS) {
        const key = `shares.notices.${kind}.body`
        assert.notInclude(i18nManager.locale(locale).t(key, EVERYTHING, 'missing'), 'missing')
      }
    }
  })

  test('C08, C12 a call, a request to leave and the exit itself', async ({ assert }) => {
    const member = await givenAdmitted(clock)
    const signed = { shares: 4, firstPaymentCents: 2_000n }
    const subscription = must(await signBulletin(clock, member.id, signed))
    must(await pay(clock, subscription.id, 2_000n))
    must(await callBalance({ subscriptionId: subscription.id, dueOn: '2026-06-01', ...act }))
    const subjects = (await told()).map(({ subject }) => subject.replace(/\s/g, ' '))
    assert.sameMembers(subjects, [
      'Bienvenue : vous êtes sociétaire n° 1',
      'La coopérative appelle 60,00 € sur vos parts',
    ])
    const exit = await announceExit({ memberId: member.id, kind: 'withdrawal', ...act })
    assert.deepEqual(
      (await told()).map(({ subject }) => subject),
      ['Votre demande de retrait est enregistrée']
    )
    clock.moveTo(exit.effectiveOn.plus({ hours: 8 }).toISO()!)
    await makeExitsEffective(act)
    assert.deepEqual(
      (await told()).map(({ subject }) => subject),
      ['Votre retrait a pris effet']
    )
  })

  test('a transfer tells both sides at each step: ordered, accepted, declined, refused, entered', async ({
    assert,
  }) => {
    const [giver, taker] = [await givenHolder(clock, 9), await givenHolder(clock, 3)]
    await told()
    const asked = { fromMemberId: giver.id, toMemberId: taker.id, shares: 1, ...act }
    /** What each side was told now, the giver first. */
    const sides = async () => {
      const mails = await told()
      assert.lengthOf(mails, 2)
      return [giver, taker].map(({ email }) => mails.find(({ to }) => to === email)!)
    }
    const first = must(await orderTransfer(asked))
    const [signed, offered] = await sides()
    assert.equal(signed.subject, 'Votre ordre de cession est signé')
    assert.match(offered.subject, /veut vous céder 1 part\s: votre accord/)
    assert.include(offered.text, first.reference!)
    assert.deepEqual([signed.papers, offered.papers], [1, 1])
    must(await declineTransfer({ transferId: first.id, ...act }))
    for (const { text } of await sides()) assert.include(text, 'Aucune raison n’est donnée.')

    const second = must(await orderTransfer(asked))
    await told()
    must(await agreeTo(second.id, act))
    for (const { text } of await sides()) assert.include(text, 'jusqu’au 9 mai 2026')
    const decision = { decisionReference: 'CA-1', reason: 'Pas cette fois' }
    must(await refuseTransfer({ transferId: second.id, ...decision, ...act }))
    for (const { text } of await sides()) assert.include(text, 'Pas cette fois')

    const third = must(await agreedTransfer(asked))
    must(await registerTransfer({ transferId: third.id, decisionReference: 'CA-2', ...act }))
    for (const { subject, papers } of await sides()) {
      assert.equal(subject, 'La cession de parts est inscrite')
      assert.equal(papers, 1)
    }
  })

  test('L231-4 who has not answered an order is reminded once, on the morning after ten days', async ({
    assert,
  }) => {
    const account = await givenAccount()
    const giver = await givenHolder(clock, 9)
    const taker = await givenHolder(clock, 3, { accountId: account.id })
    const onPaper = await givenHolder(clock, 3)
    const order = { fromMemberId: giver.id, shares: 1, ...act }
    const { reference } = must(await orderTransfer({ ...order, toMemberId: taker.id }))
    must(await orderTransfer({ ...order, toMemberId: onPaper.id }))
    const answered = must(await orderTransfer({ ...order, toMemberId: taker.id }))
    must(await agreeTo(answered.id, act))
    const offers = await told()
    const offered = (to: string) =>
      offers.find((one) => one.to === to && one.text.includes('à votre nom'))!
    assert.include(offered(taker.email).text, 'Ouvrez votre page')
    assert.include(offered(onPaper.email).text, 'signez l’ordre joint')
    clock.moveTo('2026-03-20T07:59:00')
    assert.deepEqual(await told(), [])
    clock.moveTo('2026-03-20T08:00:00')
    const mails = await told()
    assert.sameMembers(
      mails.map(({ to }) => to),
      [taker.email, onPaper.email]
    )
    const [mine, theirs] = [taker, onPaper].map(({ email }) =>
      mails.find(({ to }) => to === email)!
    )
    assert.match(mine.subject, /^Rappel\s: .* attend votre réponse pour 1 part$/)
    for (const said of [reference!, '10 mars 2026', 'Ouvrez votre page'])
      assert.include(mine.text, said)
    assert.include(theirs.text, 'signez l’ordre joint')
    assert.include(mine.text, '/shares/mine')
    assert.notInclude(theirs.text, '/shares/mine', 'no page to open without an account')
    assert.deepEqual([mine.papers, theirs.papers], [1, 1])
    assert.deepEqual(await told(), [])
    clock.moveTo('2026-03-26T08:00:00')
    assert.deepEqual(await told(), [])
  })

  test('an order that is taken back is told to the taker only where they had heard of it', async ({
    assert,
  }) => {
    const [giver, taker] = [await givenHolder(clock, 9), await givenHolder(clock, 3)]
    await told()
    const asked = { fromMemberId: giver.id, toMemberId: taker.id, shares: 1, ...act }
    const early = must(await orderTransfer(asked))
    must(await withdrawTransfer({ transferId: early.id, ...act }))
    const silent = (await told()).map(({ to }) => to)
    assert.deepEqual(silent, [giver.email])
    const later = must(await orderTransfer(asked))
    await told()
    must(await withdrawTransfer({ transferId: later.id, ...act }))
    const heard = (await told()).map(({ to }) => to)
    assert.sameMembers(heard, [giver.email, taker.email])
  })
})
