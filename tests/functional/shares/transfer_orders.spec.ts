import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import type { SessionData } from '@adonisjs/session/types'
import limiter from '@adonisjs/limiter/services/main'
import db from '@adonisjs/lucid/services/db'
import type Account from '#models/identity/account'
import type Member from '#models/membership/member'
import ShareTransfer from '#models/shares/share_transfer'
import { registerTransfer } from '#services/shares/transfers/register_transfer'
import { catchMails } from '#tests/functional/identity/support'
import { givenMember, lastCode, signAt } from '#tests/functional/shares/own_scene'
import { asStaff, givenAccount } from '#tests/support/accounts'
import { deskOf, fieldErrors, givenDesk, isRefused, sentence } from '#tests/support/desk'
import { pdfWords } from '#tests/support/pdf_words'
import { must, OFFICE, withCooperative } from '#tests/support/shares'
import { adoptTestStatutes } from '#tests/support/statutes'
import { agreeTo, orderTransfer } from '#tests/support/transfers'
import { FixedClock } from '#values/clock'
import { canonicalJson, sha256Hex } from '#values/digest'

const clock = new FixedClock('2026-03-10T10:00:00')
const act = { actor: OFFICE, clock }
const MINE = '/shares/mine/transfers'
const NOWHERE = '5e0d9e8a-6d0c-4a84-9f27-4f40b9e3d001'

async function twoMembers(client: ApiClient) {
  const giver = await givenMember(clock, 5, 'Zzmoi')
  const taker = await givenMember(clock, 3, 'Zzautre')
  const [me, they] = [deskOf(client, giver.account), deskOf(client, taker.account)]
  const handover = { fromMemberId: giver.member.id, toMemberId: taker.member.id, shares: 2 }
  return { giver, taker, me, they, ordered: () => orderTransfer({ ...handover, ...act }) }
}

type Signing = Parameters<typeof signAt>[2] & { id: string }

const signAcceptance = (client: ApiClient, { id, ...signing }: Signing) =>
  signAt(client, `${MINE}/${id}/acceptance/signature`, signing)

test.group('Shares | orders of transfers, signed and answered', (group) => {
  withCooperative(group, { clock, at: '2026-03-10T10:00:00' })
  let mails: ReturnType<typeof catchMails>
  group.each.setup(async () => {
    await limiter.clear()
    mails = catchMails()
    return () => mails.restore()
  })

  /** The taker asks for the code and signs with it. */
  async function acceptByCode(
    client: ApiClient,
    { account, member }: { account: Account; member: Member },
    id: string
  ) {
    const asked = await deskOf(client, account).send(`${MINE}/${id}/acceptance`)
    const code = await lastCode(mails, member.email)
    return signAcceptance(client, { account, id, code, kept: asked.session() })
  }

  test('nobody orders, signs, answers or reads without signing in', async ({ client, assert }) => {
    // Routes 'shares.my_transfers.store', 'shares.my_transfers.sign', 'shares.my_transfers.leave',
    // 'shares.my_transfers.destroy', 'shares.my_transfers.accept',
    // 'shares.my_transfers.sign_acceptance', 'shares.my_transfers.leave_acceptance',
    // 'shares.my_transfers.decline' and 'shares.my_transfers.order'.
    for (const request of [
      client.post(MINE),
      client.post(`${MINE}/signature`),
      client.delete(MINE),
      client.delete(`${MINE}/${NOWHERE}`),
      client.post(`${MINE}/${NOWHERE}/acceptance`),
      client.post(`${MINE}/${NOWHERE}/acceptance/signature`),
      client.delete(`${MINE}/${NOWHERE}/acceptance`),
      client.post(`${MINE}/${NOWHERE}/decline`),
      client.get(`${MINE}/${NOWHERE}/order.pdf`),
    ]) {
      const answer = await request.withCsrfToken().redirects(0)
      assert.match(answer.header('location')!, /sign-in/)
    }
  })

  test('L231-4 the giver reads the order, a code by e-mail signs it, the evidence is kept', async ({
    client,
    assert,
  }) => {
    const { giver, me } = await twoMembers(client)
    const ask = (given: object) =>
      me.send(MINE, { number: 2, name: 'zzautre CAMILLE', shares: 2, ...given })
    assert.isDefined(fieldErrors(await ask({ name: 'Quelqu’un' })).number)
    assert.isDefined(fieldErrors(await ask({ price: 'cher' })).price)
    assert.isDefined(fieldErrors(await ask({ shares: 6 })).shares)
    assert.lengthOf(await mails.to(giver.member.email), 0)
    const asked = await ask({ price: '40,00' })
    assert.match(sentence(asked, 'success'), /code/)
    assert.lengthOf(await ShareTransfer.all(), 0)

    const text = (await mails.to(giver.member.email)).at(-1)!
    const code = /\b\d{6}\b/.exec(text)![0]
    assert.include(text, 'Camille Zzautre')
    const sign = (given: string, kept: SessionData, account = giver.account) =>
      signAt(client, `${MINE}/signature`, { account, code: given, kept })
    const session = asked.session()
    for (const wrong of ['12', 'abcdef', ''])
      assert.isDefined(fieldErrors(await sign(wrong, session)).code)
    const refused = await sign(code === '000000' ? '000001' : '000000', session)
    assert.match(fieldErrors(refused).code[0], /pas le bon code/)
    const stranger = await givenMember(clock, 1, 'Zzvoleur')
    assert.match(fieldErrors(await sign(code, session, stranger.account)).code[0], /ne vaut plus/)
    assert.lengthOf(await ShareTransfer.all(), 0)
    const signed = await sign(code, refused.session())
    assert.match(sentence(signed, 'success'), /Zzautre/)
    const [transfer] = await ShareTransfer.all()
    assert.equal(transfer.state, 'requested')
    assert.equal(transfer.priceCents, 4_000n)
    const evidence = transfer.evidence as Record<string, unknown>
    assert.equal(evidence.method, 'one_time_code_by_email')
    assert.equal(evidence.order_sha256, transfer.orderSha256)
    assert.equal(evidence.wrong_codes_before, 1)
    assert.isUndefined(signed.session().pending_order)
    assert.isDefined(fieldErrors(await sign(code, {})).code)
  })

  test('a code ends after fifteen minutes; an order that is left is gone', async ({
    client,
    assert,
  }) => {
    const { giver, me } = await twoMembers(client)
    const form = { number: 2, name: 'Camille Zzautre', shares: 2 }
    const asked = await me.send(MINE, form)
    const code = await lastCode(mails, giver.member.email)
    clock.advance({ minutes: 16 })
    const late = await signAt(client, `${MINE}/signature`, {
      account: giver.account,
      code,
      kept: asked.session(),
    })
    assert.match(fieldErrors(late).code[0], /ne vaut plus/)
    assert.isUndefined((await me.remove(MINE)).session().pending_order)
    assert.lengthOf(await ShareTransfer.all(), 0)
  })

  test('L231-4 the taker alone accepts or declines, the giver alone takes it back, until it is over', async ({
    client,
    assert,
  }) => {
    const { me, they, taker, ordered } = await twoMembers(client)
    const stranger = deskOf(client, (await givenMember(clock, 1, 'Zztiers')).account)
    const accountOnly = deskOf(client, await givenAccount())
    const first = must(await ordered())
    for (const desk of [me, stranger, accountOnly])
      for (const step of ['acceptance', 'acceptance/signature', 'decline'])
        assert.equal((await desk.send(`${MINE}/${first.id}/${step}`)).status(), 404)
    for (const desk of [me, stranger, accountOnly])
      assert.equal((await desk.remove(`${MINE}/${first.id}/acceptance`)).status(), 404)
    for (const desk of [they, stranger, accountOnly])
      assert.equal((await desk.remove(`${MINE}/${first.id}`)).status(), 404)
    assert.equal((await they.send(`${MINE}/${NOWHERE}/acceptance`)).status(), 404)
    const { props } = (await they.page('/shares/mine')).body() as any
    assert.equal(props.shares.transfers.waiting[0].amountCents, '4000')

    const yes = await acceptByCode(client, taker, first.id)
    assert.match(sentence(yes, 'success'), /accord est noté/)
    const { state, refuseBy } = await first.refresh()
    assert.deepEqual([state, refuseBy!.toISODate()], ['accepted', '2026-05-09'])
    const again = await they.send(`${MINE}/${first.id}/decline`)
    assert.match(sentence(again, 'error'), /déjà acceptée/)
    await me.remove(`${MINE}/${first.id}`)
    assert.equal((await first.refresh()).state, 'withdrawn')

    const second = must(await ordered())
    const long = await they.send(`${MINE}/${second.id}/decline`, { reason: 'x'.repeat(501) })
    assert.isDefined(fieldErrors(long).reason)
    const no = await they.send(`${MINE}/${second.id}/decline`, { reason: 'Trop cher' })
    assert.match(sentence(no, 'success'), /réponse est notée/)
    assert.deepInclude((await second.refresh()).$attributes, {
      state: 'declined',
      reason: 'Trop cher',
    })
    const back = await me.remove(`${MINE}/${second.id}`)
    assert.match(sentence(back, 'error'), /déjà close/)
    const acts = await db.from('audit_events').where('subject_id', second.id).orderBy('id')
    assert.deepEqual(
      acts.map(({ action }) => action),
      ['shares.request_transfer', 'shares.decline_transfer']
    )
  })

  test('C11 both sides and the office read the order: what it says, how it was agreed, its movement', async ({
    client,
    assert,
  }) => {
    const { me, they, giver, taker, ordered } = await twoMembers(client)
    const { id, reference, orderSha256 } = must(await ordered())
    const stranger = deskOf(client, (await givenMember(clock, 1, 'Zztiers')).account)
    const office = `/shares/office/transfers/${id}/order.pdf`
    const board = await givenDesk(client, ['board'])
    const moderator = await givenDesk(client, ['moderator'])
    // Route 'shares.office.transfers.order'.
    const visitor = await client.get(office).redirects(0)
    assert.match(visitor.header('location')!, /sign-in/)
    assert.isTrue(isRefused(await moderator.file(office)))
    assert.equal((await board.file(office.replace(id, NOWHERE))).status(), 404)
    assert.equal((await stranger.file(`${MINE}/${id}/order.pdf`)).status(), 404)
    const read = async (desk: Pick<typeof board, 'file'>, path = `${MINE}/${id}/order.pdf`) => {
      const file = await desk.file(path)
      assert.match(file.header('content-disposition')!, new RegExp(`${reference}\\.pdf`))
      return pdfWords(file.body())
    }
    const before = await read(they)
    for (const said of ['Camille Zzmoi', 'Camille Zzautre', '40,00', 'n’a pas donné son accord'])
      assert.include(before, said)
    await acceptByCode(client, taker, id)
    const agreed = await read(me)
    for (const said of [
      'jusqu’au 9 mai 2026',
      'Accepté et signé le 10 mars 2026',
      'J’ai lu l’ordre',
    ])
      assert.include(agreed, said)
    const { acceptance } = await ShareTransfer.findOrFail(id)
    assert.include(agreed, acceptance!.acceptance_sha256 as string)
    must(await registerTransfer({ transferId: id, decisionReference: 'CA-7', ...act }))
    const [mine, theirs, kept] = [await read(me), await read(they), await read(board, office)]
    assert.equal(mine, theirs)
    for (const said of ['CA-7', 'sous le n° 4', orderSha256!]) assert.include(mine, said)
    for (const hidden of ['rue des Essais', taker.member.email, giver.member.email])
      assert.notInclude(mine, hidden)
    // A long address is broken over two lines.
    const joined = kept.replaceAll(/\s/g, '')
    for (const shown of ['1 rue des Essais', taker.member.email, 'Classeur 7'])
      assert.include(joined, shown.replaceAll(/\s/g, ''))
  })

  test('L231-4 the taker reads what they accept, a code by e-mail signs it, the evidence is kept', async ({
    client,
    assert,
  }) => {
    const { taker, they, ordered } = await twoMembers(client)
    const { id, orderSha256 } = must(await ordered())
    const asked = await they.send(`${MINE}/${id}/acceptance`)
    assert.match(sentence(asked, 'success'), /code/)
    assert.equal((await ShareTransfer.findOrFail(id)).state, 'requested')
    const text = (await mails.to(taker.member.email)).at(-1)!
    assert.include(text, 'Camille Zzmoi')
    const code = /\b\d{6}\b/.exec(text)![0]
    const page = await asStaff(client.get('/shares/mine'), taker.account)
      .withSession(asked.session())
      .withInertia()
    const { acceptance: read } = (page.body() as any).props
    assert.deepEqual([read.id, read.email], [id, taker.member.email])
    assert.lengthOf(read.declarations, 2)

    const sign = (given: string, kept: SessionData, transfer = id) =>
      signAcceptance(client, { account: taker.account, id: transfer, code: given, kept })
    for (const wrong of ['12', 'abcdef', ''])
      assert.isDefined(fieldErrors(await sign(wrong, asked.session())).code)
    const refused = await sign(code === '000000' ? '000001' : '000000', asked.session())
    assert.match(fieldErrors(refused).code[0], /pas le bon code/)
    assert.match(fieldErrors(await sign(code, {})).code[0], /ne vaut plus/)
    const other = must(await ordered())
    assert.match(fieldErrors(await sign(code, asked.session(), other.id)).code[0], /ne vaut plus/)
    const signed = await sign(code, refused.session())
    assert.match(sentence(signed, 'success'), /accord est noté/)
    assert.isUndefined(signed.session().pending_acceptance)
    const { acceptance } = await ShareTransfer.findOrFail(id)
    assert.deepInclude(acceptance, {
      method: 'one_time_code_by_email',
      email: taker.member.email,
      account_id: taker.account.id,
      order_sha256: orderSha256,
      wrong_codes_before: 1,
      signed_at: clock.now().toISO(),
    })
    const signedText = acceptance!.acceptance as { order: unknown; declarations: string[] }
    assert.equal(acceptance!.acceptance_sha256, sha256Hex(canonicalJson(signedText)))
    assert.deepEqual(signedText.declarations, read.declarations)
    const twice = await sign(code, refused.session())
    assert.match(fieldErrors(twice).code[0], /déjà acceptée/)
  })

  test('an acceptance that is left, late, or of other statutes is not signed; the order waits', async ({
    client,
    assert,
  }) => {
    const { taker, they, ordered } = await twoMembers(client)
    const { id } = must(await ordered())
    const asked = await they.send(`${MINE}/${id}/acceptance`)
    const code = await lastCode(mails, taker.member.email)
    const sign = () =>
      signAcceptance(client, { account: taker.account, id, code, kept: asked.session() })
    await adoptTestStatutes({ capital: { paidUpBp: 5_000 } }, '2026-03-10')
    assert.isDefined(fieldErrors(await sign()).code)
    clock.advance({ minutes: 16 })
    assert.match(fieldErrors(await sign()).code[0], /ne vaut plus/)
    const left = await they.remove(`${MINE}/${id}/acceptance`)
    assert.isUndefined(left.session().pending_acceptance)
    assert.equal((await ShareTransfer.findOrFail(id)).state, 'requested')
  })

  test('the story of each side tells the order, the agreement and the end', async ({
    client,
    assert,
  }) => {
    const { me, ordered } = await twoMembers(client)
    clock.advance({ minutes: 1 })
    const { id } = must(await ordered())
    clock.advance({ minutes: 1 })
    must(await agreeTo(id, act))
    clock.advance({ minutes: 1 })
    await me.remove(`${MINE}/${id}`)
    const { props } = (await me.page('/shares/mine')).body() as any
    const told = props.shares.history.slice(0, 3).map(({ title }: any) => title)
    assert.match(told[0], /retirée/)
    assert.match(told[1], /acceptée/)
    assert.match(told[2], /Ordre de cession de 2 parts/)
  })
})
