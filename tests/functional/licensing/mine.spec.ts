import { test } from '@japa/runner'
import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import mail from '@adonisjs/mail/services/main'
import ShareMail from '#mails/licensing/share_mail'
import Account from '#models/identity/account'
import Payee from '#models/licensing/payee'
import { confirmEmailChange } from '#services/identity/change_email'
import { issueToken } from '#services/identity/account_tokens'
import { verifyEmail } from '#services/identity/verify_email'
import { sheetsToTell, tellPayees } from '#services/licensing/tell_payees'
import { sharesInForce, splitSheetInForce } from '#services/licensing/queries/split_sheet_in_force'
import { givenRightsHolder, givenWork, must, split } from '#tests/functional/catalogue/scene'
import { givenAccount } from '#tests/support/accounts'
import { deskOf, fieldErrors, givenDesk, isRefused, sentence, withClock } from '#tests/support/desk'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'

const MINE = '/licensing/mine'
const HOLDERS = '/licensing/office/rights-holders'
const clock = new FixedClock('2031-03-10T10:00:00')
const line = (payeeId: string, basisPoints: number) => ({
  ...{ payeeId, role: 'author' as const, basisPoints },
})

async function givenShares() {
  const [ines, yann] = [
    await givenAccount({ fullName: 'Inès' }),
    await givenAccount({ fullName: 'Yann' }),
  ]
  const { work } = await givenWork(clock, 'Zzpart')
  const { payee: first } = await givenRightsHolder(clock, 'Inès', ines.id)
  const { payee: second } = await givenRightsHolder(clock, 'Yann', yann.id)
  const sheet = must(await split(work, [line(first.id, 7_500), line(second.id, 2_500)], clock))
  return { ines, yann, work, first, second, sheet }
}

async function mine(desk: ReturnType<typeof deskOf>) {
  return (await desk.page(MINE)).body().props.shares
}

test.group('Licensing | a payee’s own shares', (group) => {
  withClock(group, clock)
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  // Route 'licensing.mine.accept'.
  test('P17: a payee sees their shares, accepts one, and it leaves suspense', async ({
    client,
    assert,
  }) => {
    const { ines, work, first } = await givenShares()
    const desk = deskOf(client, ines)
    const [share] = await mine(desk)
    assert.containsSubset(share, {
      ...{ title: 'Zzpart', basisPoints: 7_500, state: 'waiting', isPast: false },
      validFrom: '2031-03-10',
    })
    const taken = await desk.send(`${MINE}/${share.id}/acceptance`)
    assert.match(sentence(taken, 'success'), /est à vous/)
    assert.equal((await mine(desk))[0].state, 'accepted')
    assert.deepEqual(await sharesInForce(work.id, '2031-03-31'), [
      { payeeId: first.id, basisPoints: 7_500 },
      { payeeId: null, basisPoints: 2_500 },
    ])
    const act = await db.from('audit_events').where('action', 'licensing.accept_share').first()
    assert.equal(act.actor_account_id, ines.id)
    const late = await desk.send(`${MINE}/${share.id}/refusal`, { reason: 'finalement non' })
    assert.match(fieldErrors(late).reason[0], /déjà accepté/)
  })

  // Route 'licensing.mine.refuse'.
  test('P17: a refusal keeps its reason, the share stays in suspense, and another sheet replaces it', async ({
    client,
    assert,
  }) => {
    const { yann, work, first, second } = await givenShares()
    const desk = deskOf(client, yann)
    const [share] = await mine(desk)
    assert.isDefined(fieldErrors(await desk.send(`${MINE}/${share.id}/refusal`, {})).reason)
    await desk.send(`${MINE}/${share.id}/refusal`, { reason: 'Nous avions dit la moitié.' })
    const again = await desk.send(`${MINE}/${share.id}/acceptance`)
    assert.match(sentence(again, 'error'), /déjà refusé/)
    assert.containsSubset((await mine(desk))[0], {
      ...{ state: 'refused', reason: 'Nous avions dit la moitié.' },
    })
    const whole = [{ payeeId: null, basisPoints: 10_000 }]
    assert.deepEqual(await sharesInForce(work.id, '2031-03-31'), whole)
    const staff = await givenDesk(client, ['moderator'])
    const { splits } = (await staff.page(`/catalogue/office/works/${work.id}`)).body().props
    const refused = splits.find((one: any) => one.payeeName === 'Yann')
    assert.equal(refused.refusal, 'Nous avions dit la moitié.')

    must(await split(work, [line(first.id, 5_000), line(second.id, 5_000)], clock))
    const shares = await mine(desk)
    assert.deepEqual(
      shares.map((one: any) => [one.version, one.state, one.isPast]),
      [
        [2, 'waiting', false],
        [1, 'refused', true],
      ]
    )
  })

  test('nobody answers for somebody else, the staff neither', async ({ client, assert }) => {
    const { ines, yann, sheet } = await givenShares()
    const [share] = await mine(deskOf(client, ines))
    const moderator = await givenDesk(client, ['moderator'])
    assert.deepEqual(await mine(moderator), [])
    for (const other of [deskOf(client, yann), moderator]) {
      for (const id of [share.id, sheet.id]) {
        assert.isTrue(isRefused(await other.send(`${MINE}/${id}/acceptance`)))
        assert.isTrue(isRefused(await other.send(`${MINE}/${id}/refusal`, { reason: 'à moi' })))
      }
    }
    const nobody = await client.post(`${MINE}/${share.id}/acceptance`).withCsrfToken().redirects(0)
    assert.match(nobody.header('location')!, /sign-in/)
    const answered = await db.from('split_lines').whereNotNull('accepted_at').where('id', share.id)
    assert.isEmpty(answered)
  })

  test('P17: the database holds an answer to be one, whole, and final', async ({ assert }) => {
    const { ines, work } = await givenShares()
    const sheet = await splitSheetInForce(work.id, '2031-03-31')
    const change = (values: object) =>
      db.transaction((trx) =>
        trx.from('split_lines').where('id', sheet!.lines[0].id).update(values)
      )
    const refusal = { refused_at: clock.now().toISO(), refused_by_account_id: ines.id }
    await assert.rejects(() => change(refusal), /split_lines_refusal_whole/)
    const both = { ...refusal, refusal_reason: 'non', accepted_at: clock.now().toISO() }
    await assert.rejects(() => change(both), /split_lines_one_answer/)
    await change({ ...refusal, refusal_reason: 'non' })
    await assert.rejects(() => change({ refusal_reason: 'autre' }), /only ever accepted or refused/)
    await assert.rejects(() => change({ accepted_at: clock.now().toISO() }), /only ever accepted/)
  })
})

test.group('Licensing | payees are told, and found again', (group) => {
  withClock(group, clock)
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('P17: each payee with an address is told once of a share that waits', async ({
    assert,
    cleanup,
  }) => {
    const { mails } = mail.fake()
    cleanup(() => mail.restore())
    const { ines, yann, sheet, second } = await givenShares()
    await second.merge({ accountId: null, email: 'yann.sans@exemple.fr' }).save()
    assert.include(await sheetsToTell(clock, 7), sheet.id)
    assert.deepEqual(await tellPayees({ splitSheetId: sheet.id, clock }), { sent: 2 })
    assert.deepEqual(await tellPayees({ splitSheetId: sheet.id, clock }), { sent: 0 })
    assert.notInclude(await sheetsToTell(clock, 7), sheet.id)
    mails.assertSentCount(ShareMail, 2)
    mails.assertSent(ShareMail, ({ message }) => message.hasTo(ines.email))
    mails.assertSent(ShareMail, ({ message }) => {
      const { text } = message.toObject().message
      return message.hasTo('yann.sans@exemple.fr') && /ouvrez un compte/.test(String(text))
    })
    mails.assertNotSent(ShareMail, ({ message }) => message.hasTo(yann.email))
  })

  // Routes 'licensing.office.rights_holders.store' and 'licensing.office.rights_holders.update'.
  test('the office registers a payee; the account that verified the address signs in for it', async ({
    client,
    assert,
  }) => {
    const known = await givenAccount({ fullName: 'Connue' })
    const desk = await givenDesk(client, ['administrator'])
    const form = (changes: object) => ({
      ...{ name: 'Zzpayée', legal_form: 'person', kind: 'author' },
      ...changes,
    })
    await desk.send(HOLDERS, form({ email: known.email.toUpperCase() }))
    assert.equal((await Payee.findByOrFail('email', known.email)).accountId, known.id)

    const email = `${newId()}@exemple.fr`
    const later = await givenAccount({ email, emailVerified: false })
    await desk.send(HOLDERS, form({ name: 'Zztard', email }))
    const waiting = await Payee.findByOrFail('email', email)
    assert.isNull(waiting.accountId, 'an address that nobody verified ties nobody')
    const secret = await issueToken({
      ...{ accountId: later.id, purpose: 'email_verification' as const, clock },
    })
    await verifyEmail(secret, clock)
    assert.equal((await waiting.refresh()).accountId, later.id)

    await desk.send(HOLDERS, form({ name: 'Zzautre', email: '' }))
    const [row] = (await desk.page(`${HOLDERS}?search=zzautre`)).body().props.holders
    assert.isFalse(row.hasAccount)
    const moved = `${newId()}@exemple.fr`
    await desk.send(`${HOLDERS}/${row.id}`, {
      ...{ name: 'Zzautre II', legal_form: 'company', email: moved },
    })
    const mover = await givenAccount()
    await mover.merge({ pendingEmail: moved }).save()
    const change = await issueToken({
      ...{ accountId: mover.id, purpose: 'email_change' as const, clock },
    })
    await confirmEmailChange(change, clock)
    const tied = await Payee.findOrFail(row.id)
    assert.deepInclude(tied.toJSON(), { accountId: mover.id, name: 'Zzautre II', kind: 'author' })
    const acts = await db.from('audit_events').where('subject_id', tied.id)
    assert.deepEqual(
      acts.map(({ action }) => action),
      ['licensing.link_payee']
    )
  })

  test('a payee without a name, form or kind is refused beside the field', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['moderator'])
    const wrong = { name: '', legal_form: 'club', kind: 'star', email: 'pas une adresse' }
    assert.sameMembers(Object.keys(fieldErrors(await desk.send(HOLDERS, wrong))), [
      ...['name', 'legal_form', 'kind', 'email'],
    ])
    const unknown = { name: 'Personne', legal_form: 'person' }
    ;(await desk.send(`${HOLDERS}/${newId()}`, unknown)).assertStatus(404)
    assert.isNull(await Account.findBy('fullName', 'Personne'))
  })
})
