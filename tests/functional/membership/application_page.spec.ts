import { test } from '@japa/runner'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Application from '#models/membership/application'
import ApplicationDocument from '#models/membership/application_document'
import { storedDocument } from '#services/membership/applications/document_files'
import { eraseOldApplications } from '#services/membership/applications/erase_applications'
import { forgetUnsignedApplications } from '#services/membership/applications/forget_unsigned'
import { closeAccount } from '#services/identity/close_account'
import { linkIn } from '#tests/functional/identity/support'
import { givenAccount } from '#tests/support/accounts'
import { fieldErrors, isRefused, sentence, withClock } from '#tests/support/desk'
import {
  APPLICATIONS,
  clock,
  givenSigned,
  givenUnsigned,
  inCooperative,
  visitorOf,
} from '#tests/functional/membership/application_scene'

const folder = mkdtempSync(join(tmpdir(), 'papers-'))
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

function file(name: string, bytes: Buffer | string): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

/** Routes: 'membership.applications.withdraw', 'membership.documents.store', 'membership.documents.destroy'. */
test.group('Membership | the applicant’s page', (group) => {
  withClock(group, clock)
  const caught = inCooperative(group)

  test('the secret link of the mail leads there, and nothing else does', async ({
    client,
    assert,
  }) => {
    const { id, email } = await givenSigned(caught)
    const mail = (await caught.mails.to(email)).at(-1)!
    const follow = await client.get(linkIn(mail)).redirects(0)
    follow.assertHeader('location', `${APPLICATIONS}/${id}`)
    follow.assertHeader('referrer-policy', 'no-referrer')
    assert.deepEqual(follow.session('membership_applications'), [id])
    const wrong = await client.get(`${APPLICATIONS}/follow/${'x'.repeat(43)}`).redirects(0)
    wrong.assertHeader('location', '/membership/join')
    assert.isNotEmpty(sentence(wrong, 'error'))
    const stranger = await client.get(`${APPLICATIONS}/${id}`).withInertia()
    stranger.assertStatus(403)
    const unknown = await client.get(`${APPLICATIONS}/follow/short`)
    unknown.assertStatus(404)
  })

  test('an account follows its own application, another account does not', async ({ client }) => {
    const owner = await givenAccount()
    const { id } = await givenSigned(caught, {}, owner.id)
    const page = await client
      .get(`${APPLICATIONS}/${id}`)
      .withGuard('web')
      .loginAs(owner)
      .withInertia()
    page.assertStatus(200)
    const other = await client
      .get(`${APPLICATIONS}/${id}`)
      .withGuard('web')
      .loginAs(await givenAccount())
      .withInertia()
    other.assertStatus(403)
  })

  test('says what comes next and hands out the bulletin', async ({ client, assert }) => {
    const signed = await givenSigned(caught)
    const visitor = visitorOf(client, signed.id)
    const { props } = (await visitor.page(`${APPLICATIONS}/${signed.id}`)).body()
    assert.include(props.application, {
      state: 'submitted',
      amountCents: '6000',
      decideBy: '2032-05-09',
      isOpen: true,
    })
    assert.isNull(props.payment)
    const pdf = await visitor.file(`${APPLICATIONS}/${signed.id}/bulletin.pdf`)
    pdf.assertHeader('content-type', 'application/pdf')
    assert.include(pdf.header('content-disposition')!, `bulletin-${signed.reference}.pdf`)
    assert.equal(pdf.body().subarray(0, 5).toString(), '%PDF-')
  })

  test('is withdrawn by its applicant as long as nobody has decided', async ({
    client,
    assert,
  }) => {
    const { id, email } = await givenSigned(caught)
    const visitor = visitorOf(client, id)
    assert.isTrue(isRefused(await visitorOf(client).send(`${APPLICATIONS}/${id}/withdrawal`)))
    await visitor.send(`${APPLICATIONS}/${id}/withdrawal`)
    assert.equal((await Application.findOrFail(id)).state, 'withdrawn')
    assert.match((await caught.mails.to(email)).at(-1)!, /est retirée/)
    const again = await visitor.send(`${APPLICATIONS}/${id}/withdrawal`)
    assert.match(sentence(again, 'error'), /ne change plus/)
  })

  test('what was never signed is erased when it is given up', async ({ client, assert }) => {
    const { id } = await givenUnsigned()
    const gone = await visitorOf(client, id).send(`${APPLICATIONS}/${id}/withdrawal`)
    gone.assertHeader('location', '/membership/join')
    assert.isNull(await Application.find(id))
  })

  test('takes papers by what they are, not by their name, and shows them to nobody else', async ({
    client,
    assert,
  }) => {
    const { id } = await givenSigned(caught)
    const visitor = visitorOf(client, id)
    const to = `${APPLICATIONS}/${id}/documents`
    const refused: [string, Buffer | string, RegExp][] = [
      ['virus.pdf', 'MZ this is a program', /ni un PDF/],
      ['page.png', '<svg onload="alert(1)">', /ni un PDF/],
      ['empty.pdf', '', /ni un PDF|Choisissez/],
      ['huge.pdf', Buffer.concat([Buffer.from('%PDF-1.7'), Buffer.alloc(10_485_760)]), /10 Mo/],
    ]
    for (const [name, bytes, words] of refused) {
      const response = await visitor.upload(to, 'other', file(name, bytes))
      assert.match(fieldErrors(response).file[0], words, name)
    }
    await visitor.upload(to, 'other', file('pièce "d’identité".png', PNG))
    const kept = await ApplicationDocument.findByOrFail('application_id', id)
    assert.equal(kept.mimeType, 'image/png')
    assert.isTrue(existsSync(storedDocument(kept.storagePath)))
    assert.notInclude(kept.storagePath, 'pièce')
    const read = await visitor.file(`${to}/${kept.id}`)
    read.assertHeader('content-type', 'image/png')
    assert.match(read.header('content-disposition')!, /^attachment; /)
    const stranger = visitorOf(client)
    assert.equal((await stranger.page(`${to}/${kept.id}`)).status(), 403)
    assert.isTrue(isRefused(await stranger.upload(to, 'other', file('b.png', PNG))))
    assert.isTrue(isRefused(await stranger.remove(`${to}/${kept.id}`)))
    const other = await givenSigned(caught, { familyName: 'Autre', email: 'autre@exemple.fr' })
    const elsewhere = await visitorOf(client, other.id).page(
      `${APPLICATIONS}/${other.id}/documents/${kept.id}`
    )
    assert.equal(elsewhere.status(), 404)
    await visitor.remove(`${to}/${kept.id}`)
    assert.isNull(await ApplicationDocument.find(kept.id))
    assert.isFalse(existsSync(storedDocument(kept.storagePath)))
  }).timeout(20_000)

  test('unsigned ones are forgotten after 30 days, signed ones never', async ({ assert }) => {
    const unsigned = await givenUnsigned()
    const signed = await givenSigned(caught, { familyName: 'Autre', email: 'autre@exemple.fr' })
    clock.advance({ days: 30 })
    assert.deepEqual(await forgetUnsignedApplications(clock), { forgotten: 0 })
    clock.advance({ minutes: 1 })
    assert.deepEqual(await forgetUnsignedApplications(clock), { forgotten: 1 })
    assert.isNull(await Application.find(unsigned.id))
    assert.isNotNull(await Application.find(signed.id))
  })

  test('what was withdrawn or refused is emptied of the person after five years', async ({
    client,
    assert,
  }) => {
    const { id } = await givenSigned(caught)
    const visitor = visitorOf(client, id)
    await visitor.upload(`${APPLICATIONS}/${id}/documents`, 'other', file('c.png', PNG))
    const waiting = await givenSigned(caught, { familyName: 'Autre', email: 'autre@exemple.fr' })
    await visitor.send(`${APPLICATIONS}/${id}/withdrawal`)
    clock.moveTo('2037-03-10T10:00:00')
    assert.deepEqual(await eraseOldApplications(clock), { erased: 0 })
    clock.advance({ minutes: 1 })
    assert.deepEqual(await eraseOldApplications(clock), { erased: 1 })
    const erased = await Application.findOrFail(id)
    assert.notInclude(JSON.stringify(erased.serialize()), 'Goff')
    assert.match(erased.bulletinSha256!, /^[0-9a-f]{64}$/)
    assert.isNull(await ApplicationDocument.findBy('application_id', id))
    assert.equal((await visitor.page(`${APPLICATIONS}/${id}`)).status(), 404)
    assert.equal((await Application.findOrFail(waiting.id)).familyName, 'Autre')
  })

  test('closing an account erases what it had not signed and lets go of the rest', async ({
    assert,
  }) => {
    const account = await givenAccount()
    const signed = await givenSigned(caught, {}, account.id)
    const unsigned = await givenUnsigned(
      { kind: 'legal', legalName: 'Bobine', siren: '732829320', legalForm: 'SARL' },
      account.id
    )
    await closeAccount(account, clock)
    assert.isNull(await Application.find(unsigned.id))
    assert.isNull((await Application.findOrFail(signed.id)).accountId)
  })
})
