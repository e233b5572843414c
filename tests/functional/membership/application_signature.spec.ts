import { test } from '@japa/runner'
import Application from '#models/membership/application'
import { resendCode, signApplication } from '#services/membership/sign_application'
import { fieldErrors, isRefused, sentence, withClock } from '#tests/support/desk'
import { adoptTestStatutes } from '#tests/support/statutes'
import {
  APPLICATIONS,
  clock,
  givenSigned,
  givenUnsigned,
  inCooperative,
  lastCode,
  visitorOf,
} from '#tests/functional/membership/application_scene'
import { canonicalJson, sha256Hex } from '#values/digest'

const EMAIL = 'maelle@exemple.fr'
const other = (code: string) => code.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10))

test.group('Membership | signing an application', (group) => {
  withClock(group, clock)
  const caught = inCooperative(group)

  const sign = (id: string, code: string) =>
    signApplication({ applicationId: id, code, address: '192.0.2.7', userAgent: null, clock })

  test('the code signs the bulletin; evidence names text, time, address and browser', async ({
    client,
    assert,
  }) => {
    const unsigned = await givenUnsigned()
    const visitor = visitorOf(client, unsigned.id)
    const page = await visitor.page(`${APPLICATIONS}/${unsigned.id}/signature`)
    assert.equal(page.body().props.application.bulletinSha256, unsigned.bulletinSha256)
    assert.isAtLeast(page.body().props.bulletin.declarations.length, 4)
    const code = await lastCode(caught, EMAIL)
    clock.advance({ minutes: 3 })
    const typedCode = `${code.slice(0, 3)} ${code.slice(3)}`
    const response = await visitor
      .send(`${APPLICATIONS}/${unsigned.id}/signature`, { code: typedCode })
      .header('user-agent', 'Firefox 140')
    response.assertHeader('location', `${APPLICATIONS}/${unsigned.id}`)
    const signed = await Application.findOrFail(unsigned.id)
    assert.equal(signed.state, 'submitted')
    assert.equal(signed.signedAt!.toMillis(), clock.now().toMillis())
    assert.isNull(signed.codeHash)
    assert.include(signed.evidence, {
      method: 'one_time_code_by_email',
      bulletin_sha256: signed.bulletinSha256,
      email: EMAIL,
      user_agent: 'Firefox 140',
      wrong_codes_before: 0,
    })
    assert.match(String(signed.evidence!.address), /127\.0\.0\.1|::1/)
    assert.equal(
      Date.parse(String(signed.evidence!.signed_at)) -
        Date.parse(String(signed.evidence!.code_sent_at)),
      3 * 60_000
    )
  })

  test('the fingerprint is that of the bulletin as the database keeps it', async ({ assert }) => {
    const signed = await givenSigned(caught)
    const kept = await Application.findOrFail(signed.id)
    assert.equal(sha256Hex(canonicalJson(kept.bulletin)), kept.bulletinSha256)
    const changed = { ...kept.bulletin, reference: 'PS-XXXX-XXXX' }
    assert.notEqual(sha256Hex(canonicalJson(changed)), kept.bulletinSha256)
    assert.include(kept.bulletin, { reference: kept.reference, dated: '2032-03-10' })
    assert.deepInclude(kept.bulletin!.subscription as object, {
      shares: 3,
      amount_cents: '6000',
      first_payment_cents: '6000',
    })
    const consents = kept.bulletin!.consents as any[]
    assert.deepEqual(
      consents.map(({ kind, given }) => [kind, given]),
      [
        ['email_notices', true],
        ['newsletter', false],
      ]
    )
    for (const { text, text_sha256: hash } of consents) assert.equal(sha256Hex(text), hash)
  })

  test('what was signed is never changed or deleted, by nobody', async ({ assert }) => {
    const { id } = await givenSigned(caught)
    const application = await Application.findOrFail(id)
    const { default: db } = await import('@adonisjs/lucid/services/db')
    for (const change of [
      { shares: 30 },
      { bulletin_sha256: 'a'.repeat(64) },
      { signed_at: null },
    ]) {
      const savepoint = await db.transaction()
      await assert.rejects(() => savepoint.from('applications').where('id', id).update(change))
      await savepoint.rollback()
    }
    const savepoint = await db.transaction()
    await assert.rejects(() => savepoint.from('applications').where('id', id).delete())
    await savepoint.rollback()
    assert.equal((await Application.findOrFail(id)).shares, application.shares)
  })

  test('both sides receive the bulletin', async ({ assert }) => {
    const { reference } = await givenSigned(caught)
    const mails = await caught.mails.to(EMAIL)
    assert.isTrue(mails.some((text) => text.startsWith(`Votre demande ${reference} est signée`)))
    const [copy] = await caught.mails.to('bonjour@p2p-legal.test')
    assert.include(copy, `Demande ${reference}\u00A0: Maëlle Le Goff`)
  })

  test('a wrong code counts; after five only a new one helps', async ({ assert }) => {
    const { id } = await givenUnsigned()
    const code = await lastCode(caught, EMAIL)
    const refusals = []
    for (let time = 0; time < 5; time++) {
      const outcome = await sign(id, other(code))
      refusals.push(outcome.ok ? 'signed' : outcome.error)
    }
    assert.deepEqual(refusals, [...Array.from({ length: 4 }, () => 'wrong_code'), 'too_many_tries'])
    assert.deepInclude(await sign(id, code), { ok: false, error: 'too_many_tries' })
    await resendCode(id, clock)
    assert.deepInclude(await sign(id, code), { ok: false, error: 'wrong_code' })
    assert.isTrue((await sign(id, await lastCode(caught, EMAIL))).ok)
    const { evidence } = await Application.findOrFail(id)
    assert.equal(evidence!.wrong_codes_before, 1)
  })

  test('a code is good for 15 minutes, not one more', async ({ assert }) => {
    const { id } = await givenUnsigned()
    const code = await lastCode(caught, EMAIL)
    clock.advance({ minutes: 15 })
    assert.deepInclude(await sign(id, code), { ok: false, error: 'code_expired' })
    clock.moveTo('2032-03-10T10:14:59')
    assert.isTrue((await sign(id, code)).ok)
  })

  test('a code signs one application only, and once', async ({ assert }) => {
    const first = await givenUnsigned()
    const code = await lastCode(caught, EMAIL)
    const second = await givenUnsigned({ familyName: 'Autre', email: 'autre@exemple.fr' })
    assert.isFalse((await sign(second.id, code)).ok)
    assert.isTrue((await sign(first.id, code)).ok)
    assert.deepInclude(await sign(first.id, code), { ok: false, error: 'not_to_be_signed' })
  })

  test('statutes that changed meanwhile are not signed unread', async ({ assert }) => {
    const { id } = await givenUnsigned()
    const code = await lastCode(caught, EMAIL)
    await adoptTestStatutes({ exit: { noticeMonths: 4 } }, '2032-01-01')
    assert.deepInclude(await sign(id, code), { ok: false, error: 'statutes_changed' })
  })

  test('C03 one person, one application at a time', async ({ assert }) => {
    await givenSigned(caught)
    const again = await givenUnsigned()
    const outcome = await sign(again.id, await lastCode(caught, EMAIL))
    assert.deepInclude(outcome, { ok: false, error: 'already_applied' })
  })

  test('nobody signs for another', async ({ client, assert }) => {
    const { id } = await givenUnsigned()
    const code = await lastCode(caught, EMAIL)
    const stranger = visitorOf(client)
    for (const path of ['signature', 'code', 'withdrawal']) {
      assert.isTrue(isRefused(await stranger.send(`${APPLICATIONS}/${id}/${path}`, { code })))
    }
    assert.isTrue(isRefused(await stranger.page(`${APPLICATIONS}/${id}/signature`)))
    assert.equal((await Application.findOrFail(id)).state, 'unsigned')
  })

  test('the page says what is wrong with a code and sends another', async ({ client, assert }) => {
    // 'membership.signatures.store', 'membership.signatures.resend', 'membership.join.store'
    const { id } = await givenUnsigned()
    const visitor = visitorOf(client, id)
    const code = await lastCode(caught, EMAIL)
    const wrong = await visitor.send(`${APPLICATIONS}/${id}/signature`, { code: other(code) })
    assert.match(fieldErrors(wrong).code[0], /Ce n’est pas le code envoyé/)
    const empty = await visitor.send(`${APPLICATIONS}/${id}/signature`, { code: '' })
    assert.lengthOf(fieldErrors(empty).code, 1)
    const sent = await visitor.send(`${APPLICATIONS}/${id}/code`)
    assert.include(sentence(sent, 'success'), EMAIL)
    assert.notEqual(await lastCode(caught, EMAIL), code)
  })
})
