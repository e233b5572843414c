import { test } from '@japa/runner'
import type { SessionData } from '@adonisjs/session/types'
import limiter from '@adonisjs/limiter/services/main'
import ShareSubscription from '#models/shares/share_subscription'
import Exit from '#models/membership/exit'
import { catchMails } from '#tests/functional/identity/support'
import { givenMember, lastCode, signAt } from '#tests/functional/shares/own_scene'
import { givenAccount } from '#tests/support/accounts'
import { deskOf, fieldErrors, sentence } from '#tests/support/desk'
import { withCooperative } from '#tests/support/shares'
import { FixedClock } from '#values/clock'
import { sha256Hex, canonicalJson } from '#values/digest'

const clock = new FixedClock('2026-03-10T10:00:00')
const MINE = '/shares/mine'

test.group('Shares | a member’s own', (group) => {
  withCooperative(group, {
    clock,
    at: '2026-03-10T10:00:00',
    statutes: { capital: { paidUpBp: 2_500 } },
  })
  let mails: ReturnType<typeof catchMails>
  group.each.setup(async () => {
    await limiter.clear()
    mails = catchMails()
    return () => mails.restore()
  })

  test('nobody sees or does anything without signing in', async ({ client, assert }) => {
    for (const path of [MINE, `${MINE}/certificate.pdf`, `${MINE}/exit`]) {
      const answer = await client.get(path).redirects(0)
      assert.match(answer.header('location')!, /sign-in/)
    }
    // Routes 'shares.more_shares.store', 'shares.more_shares.sign', 'shares.more_shares.destroy',
    // 'shares.my_exit.store' and 'shares.my_exit.destroy'.
    for (const request of [
      client.post(`${MINE}/subscriptions`),
      client.post(`${MINE}/subscriptions/signature`),
      client.delete(`${MINE}/subscriptions`),
      client.post(`${MINE}/exit`),
      client.delete(`${MINE}/exit`),
    ]) {
      const answer = await request.withCsrfToken().redirects(0)
      assert.match(answer.header('location')!, /sign-in/)
    }
  })

  test('whoever is no member is told how to become one, and can do nothing else', async ({
    client,
    assert,
  }) => {
    const me = deskOf(client, await givenAccount())
    const { props } = (await me.page(MINE)).body() as any
    assert.isNull(props.member)
    const form = { shares: 1, payment: 'full', statutes_read: true }
    assert.isDefined(fieldErrors(await me.send(`${MINE}/subscriptions`, form)).shares)
    const transfer = { number: 1, name: 'Camille', shares: 1 }
    assert.isDefined(fieldErrors(await me.send(`${MINE}/transfers`, transfer)).shares)
    await me.send(`${MINE}/exit`, { understood: true })
    assert.lengthOf(await Exit.all(), 0)
  })

  test('C14 a member sees shares, worth, vote, papers and history of their own only', async ({
    client,
    assert,
  }) => {
    const { account } = await givenMember(clock, 5, 'Zzmoi')
    const other = await givenMember(clock, 3, 'Zzautre')
    const me = deskOf(client, account)
    const { props } = (await me.page(MINE)).body() as any
    assert.equal(props.shares.holding.shares, 5)
    assert.equal(props.shares.worth.amountCents, '10000')
    assert.equal(props.shares.capital.subscribedCents, '16000')
    assert.equal(props.shares.capital.members, 2)
    assert.isTrue(props.member.mayVote)
    assert.match(props.shares.history.at(-1).title, /100,00/)
    const pdf = await me.file(`${MINE}/certificate.pdf`)
    assert.match(pdf.header('content-disposition')!, /certificat-de-parts-1\.pdf/)
    const [theirs] = await ShareSubscription.query().where('memberId', other.member.id)
    assert.equal((await me.file(`${MINE}/bulletins/${theirs.id}/bulletin.pdf`)).status(), 404)
  })

  test('C07 more shares: a code by e-mail signs the bulletin, then the money is awaited', async ({
    client,
    assert,
  }) => {
    const { account, member } = await givenMember(clock, 1, 'Zzmoi')
    const me = deskOf(client, account)
    const form = { shares: 4, payment: 'part', statutes_read: true }
    const asked = await me.send(`${MINE}/subscriptions`, form)
    assert.match(sentence(asked, 'success'), /code/)
    const session = asked.session()
    const code = await lastCode(mails, member.email)
    const sign = (given: string, kept: SessionData) =>
      signAt(client, `${MINE}/subscriptions/signature`, { account, code: given, kept })
    const wrong = code === '000000' ? '000001' : '000000'
    const refused = await sign(wrong, session)
    assert.match(fieldErrors(refused).code[0], /pas le bon code/)
    assert.equal(refused.session().pending_bulletin.wrongCodes, 1)
    assert.lengthOf(await ShareSubscription.query().where('state', 'awaiting_payment'), 0)
    const signed = await sign(code, refused.session())
    assert.match(sentence(signed, 'success'), /signé/)
    const [opened] = await ShareSubscription.query().where('state', 'awaiting_payment')
    assert.equal(opened.memberId, member.id)
    assert.equal(opened.firstPaymentCents, 2_000n)
    assert.equal(opened.bulletinSha256, sha256Hex(canonicalJson(opened.bulletin)))
    assert.equal((opened.evidence as any).wrong_codes_before, 1)
    const { props } = (await me.page(MINE)).body() as any
    assert.equal(props.shares.owed[0].amountCents, '2000')
    assert.equal(props.shares.owed[0].reference, opened.reference)
    const paper = await me.file(`${MINE}/bulletins/${opened.id}/bulletin.pdf`)
    assert.equal(paper.status(), 200)
    const again = await sign(code, {})
    assert.isDefined(fieldErrors(again).code)
  })

  test('a code ends after fifteen minutes; wrong numbers of shares stand beside their field', async ({
    client,
    assert,
  }) => {
    const { account, member } = await givenMember(clock, 1, 'Zzmoi')
    const me = deskOf(client, account)
    for (const shares of [0, -2, 1.5, 'trois', 9_999_999]) {
      const form = { shares, payment: 'full', statutes_read: true }
      const errors = fieldErrors(await me.send(`${MINE}/subscriptions`, form))
      assert.isDefined(errors.shares, String(shares))
    }
    const unread = await me.send(`${MINE}/subscriptions`, { shares: 1, payment: 'full' })
    assert.isDefined(fieldErrors(unread).statutes_read)
    const asked = await me.send(`${MINE}/subscriptions`, {
      shares: 1,
      payment: 'full',
      statutes_read: true,
    })
    clock.advance({ minutes: 16 })
    const late = await signAt(client, `${MINE}/subscriptions/signature`, {
      account,
      code: await lastCode(mails, member.email),
      kept: asked.session(),
    })
    assert.match(fieldErrors(late).code[0], /ne vaut plus/)
    const dropped = await me.remove(`${MINE}/subscriptions`)
    assert.isUndefined(dropped.session().pending_bulletin)
  })

  test('C12 C15 leaving says amount, day and place first; it is asked, and taken back', async ({
    client,
    assert,
  }) => {
    const { account, member } = await givenMember(clock, 5, 'Zzmoi')
    const me = deskOf(client, account)
    const before = ((await me.page(`${MINE}/exit`)).body() as any).props.exit
    assert.equal(before.worth.amountCents, '10000')
    assert.equal(before.terms.effectiveOn, '2026-06-10')
    assert.equal(before.terms.dueOn, '2031-06-10')
    assert.equal(before.terms.place, 1)
    assert.isDefined(fieldErrors(await me.send(`${MINE}/exit`, {})).understood)
    assert.lengthOf(await Exit.all(), 0)
    await me.send(`${MINE}/exit`, { understood: true, reason: 'Je déménage' })
    const [exit] = await Exit.all()
    assert.equal(exit.memberId, member.id)
    assert.equal(exit.state, 'announced')
    const after = ((await me.page(`${MINE}/exit`)).body() as any).props.exit
    assert.equal(after.announced.effectiveOn, '2026-06-10')
    const twice = await me.send(`${MINE}/exit`, { understood: true })
    assert.isString(sentence(twice, 'error'))
    await me.remove(`${MINE}/exit`)
    assert.equal((await exit.refresh()).state, 'cancelled')
  })
})

test.group('Shares | the co-operative for everybody', (group) => {
  withCooperative(group, { clock, at: '2026-03-10T10:00:00' })

  test('anybody sees members by category and the capital, and no name', async ({
    client,
    assert,
  }) => {
    await givenMember(clock, 5, 'Zzmoi')
    const page = await client.get('/shares/cooperative').withInertia()
    const { props } = page.body() as any
    assert.equal(props.members, 1)
    assert.equal(props.capital.subscribedCents, '10000')
    assert.equal(props.categories.find((one: any) => one.code === 'supporter').members, 1)
    assert.notInclude(JSON.stringify(props), 'Zzmoi')
  })
})
