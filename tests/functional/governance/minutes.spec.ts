import { readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import mail from '@adonisjs/mail/services/main'
import db from '@adonisjs/lucid/services/db'
import type Assembly from '#models/governance/assembly'
import Minutes from '#models/governance/minutes'
import type Member from '#models/membership/member'
import { storedMinutes } from '#services/governance/minutes/seal_minutes'
import { closeAssembly } from '#services/governance/votes/close_assembly'
import { currentTotpCode } from '#services/identity/totp'
import { givenAccount, TOTP_SECRET } from '#tests/support/accounts'
import { givenDesk, isRefused, sentence } from '#tests/support/desk'
import {
  arrive,
  begin,
  beforeMeetings,
  CHAIR,
  clock,
  conclude,
  everybodySays,
  givenMeeting,
  givenMembers,
  must,
  putToVote,
} from '#tests/support/meeting'
import { pdfWords } from '#tests/support/pdf_words'
import { canonicalJson, sha256Hex } from '#values/digest'
import { newId } from '#values/id'

/** A meeting of seven that adopted one resolution, closed; its first member chaired. */
async function aClosedMeeting(): Promise<{
  assembly: Assembly
  members: Member[]
  resolutionId: string
}> {
  const members = await givenMembers(7)
  const { assembly, resolutions } = await givenMeeting({ chair: members[0] })
  await assembly.merge({ secretaryName: 'Ada Lenoir' }).save()
  await begin(assembly)
  await arrive(assembly, ...members)
  await putToVote(resolutions[0])
  await everybodySays(resolutions[0], members.slice(0, 5), 'yes')
  await everybodySays(resolutions[0], members.slice(5), 'no')
  await conclude(resolutions[0])
  must(await closeAssembly({ assemblyId: assembly.id, actor: CHAIR, clock }))
  return { assembly: await assembly.refresh(), members, resolutionId: resolutions[0].id }
}

const pageOf = (id: string) => `/governance/office/assemblies/${id}/minutes`
const signatureOf = (id: string) => `/governance/minutes/${id}/signature`

test.group('Governance | minutes', (group) => {
  beforeMeetings(group)
  group.each.setup(() => {
    mail.fake()
    return () => mail.restore()
  })

  test('C29: written from the meeting, signed by both officers, sealed with the next number', async ({
    client,
    assert,
  }) => {
    const { assembly, members } = await aClosedMeeting()
    const secretary = await givenDesk(client, ['secretary'], 'Ada Lenoir')
    /** 'governance.office.minutes.store' */
    const written = await secretary.send(pageOf(assembly.id), { discussion: 'On a parlé du toit.' })
    assert.include(sentence(written, 'success'), 'écrit')
    const minutes = await Minutes.findByOrFail('assemblyId', assembly.id)
    const document = minutes.document as any
    assert.equal(minutes.sha256, sha256Hex(canonicalJson(document)))
    assert.deepEqual(
      [document.attendance.electors, document.attendance.room, document.bureau.secretary],
      [7, 7, 'Ada Lenoir']
    )
    assert.equal(document.resolutions[0].result.counts.yes, 5)

    const chair = await givenAccount({ fullName: 'Camille Prés' })
    await members[0].merge({ accountId: chair.id }).save()
    const page = await client.get(signatureOf(assembly.id)).loginAs(chair).withInertia()
    page.assertInertiaComponent('governance/signature')
    page.assertInertiaPropsContains({ capacity: 'chair', method: 'email' })
    const sent = () => client.post(signatureOf(assembly.id)).loginAs(chair).withCsrfToken()
    /** 'governance.minutes_signatures.code' and 'governance.minutes_signatures.store' */
    await client
      .post(`${signatureOf(assembly.id)}/code`)
      .loginAs(chair)
      .withCsrfToken()
      .redirects(0)
    await db.from('minutes_codes').where('account_id', chair.id).firstOrFail()
    const wrong = await sent().json({ code: '000000', sha256: minutes.sha256 }).redirects(0)
    assert.include(sentence(wrong, 'error'), 'Rien n’a été signé')
    await fixCode(minutes, chair.id, '123456')
    const other = await sent()
      .json({ code: '123456', sha256: 'a'.repeat(64) })
      .redirects(0)
    assert.include(sentence(other, 'error'), 'a changé')
    await fixCode(minutes, chair.id, '123456')
    await sent().json({ code: '123456', sha256: minutes.sha256 }).redirects(0)
    assert.isNull((await minutes.refresh()).number, 'half signed has no number')
    const late = await secretary.send(pageOf(assembly.id), { discussion: 'Autre chose.' })
    assert.include(sentence(late, 'error'), 'déjà signé')

    await secretary.send(signatureOf(assembly.id), {
      code: currentTotpCode(TOTP_SECRET),
      sha256: minutes.sha256,
    })
    await minutes.refresh()
    await assembly.refresh()
    assert.deepEqual([minutes.number, assembly.state], [1, 'signed'])
    const file = await readFile(storedMinutes(minutes.pdfPath!))
    assert.equal(sha256Hex(file), minutes.pdfSha256)
    assert.include(file.toString('latin1'), 'ETSI.CAdES.detached')
    await assert.rejects(() => db.from('minutes').update({ free_text: 'x' }), /sealed/)
  })

  test('C29: papers are for the staff, the extract only once signed, past minutes for members', async ({
    client,
    assert,
  }) => {
    const { assembly, members } = await aClosedMeeting()
    const path = `/governance/office/assemblies/${assembly.id}`
    const secretary = await givenDesk(client, ['secretary'])
    const moderator = await givenDesk(client, ['moderator'])
    const notYet = await secretary.file(`${path}/minutes.pdf`)
    notYet.assertStatus(404)
    await secretary.send(pageOf(assembly.id), { discussion: 'Débat vif.' })
    const pdf = await secretary.file(`${path}/minutes.pdf`)
    const words = await pdfWords(pdf.body())
    assert.include(words, 'Projet')
    assert.include(words, 'Débat vif.')
    const sheet = await pdfWords((await secretary.file(`${path}/attendance.pdf`)).body())
    assert.include(sheet, 'Feuille de présence')
    assert.include(sheet, members[6].displayName)
    const json = await secretary.file(`${path}/minutes.json`)
    assert.equal(json.body().format, 'peerfy-minutes/1')
    const extract = await secretary.file(`${path}/extracts/1`)
    extract.assertStatus(404)
    for (const one of ['minutes', 'minutes.pdf', 'minutes.json', 'attendance.pdf']) {
      assert.isTrue(isRefused(await moderator.file(`${path}/${one}`)), one)
      const anonymous = await client.get(`${path}/${one}`).redirects(0)
      assert.include(anonymous.header('location'), 'sign-in')
    }
    assert.isTrue(isRefused(await moderator.send(pageOf(assembly.id), {})))
    const page = await secretary.page(pageOf(assembly.id))
    page.assertInertiaComponent('governance/office/minutes')
    const register = await secretary.page('/governance/office/minutes')
    register.assertInertiaComponent('governance/office/minutes_register')
    const stranger = await givenAccount()
    const signature = await client.get(signatureOf(assembly.id)).loginAs(stranger)
    signature.assertStatus(404)
  })

  test('a member finds every resolution again, with their own vote and nobody else’s', async ({
    client,
    assert,
  }) => {
    const { members } = await aClosedMeeting()
    const account = await givenAccount()
    await members[6].merge({ accountId: account.id }).save()
    const past = (search: string) =>
      client.get('/governance/mine/past').qs({ search }).loginAs(account).withInertia()
    const found = (await past('RESOLUTION')).inertiaProps as any
    assert.equal(found.resolutions[0].mine.choice, 'no')
    assert.equal(found.meetings.length, 1)
    const none = (await past('introuvable')).inertiaProps as any
    assert.deepEqual(none.resolutions, [])
    const anonymous = await client.get('/governance/mine/past').redirects(0)
    assert.include(anonymous.header('location'), 'sign-in')
  })

  test('C30: a contestation goes on file with its ballots; 3 of a margin of 2 could have changed the vote', async ({
    client,
    assert,
  }) => {
    const { resolutionId } = await aClosedMeeting()
    const secretary = await givenDesk(client, ['secretary'])
    const path = `/governance/office/resolutions/${resolutionId}/contests`
    const read = async () => ((await secretary.page(path)).inertiaProps as any).file
    assert.deepEqual(
      [(await read()).margin, (await read()).couldInfluence, (await read()).isOpen],
      [2, false, true]
    )
    const contest = {
      claimant: 'Un sociétaire',
      grounds: 'Trois pouvoirs auraient été mal comptés.',
      ballots: 3,
      received_on: '2032-05-20',
    }
    /** 'governance.office.resolution_records.contest' */
    const early = await secretary.send(path, { ...contest, received_on: '2031-01-01' })
    assert.include(sentence(early, 'error'), 'entre le vote et aujourd’hui')
    await secretary.send(path, contest)
    assert.isTrue((await read()).couldInfluence)
    clock.moveTo('2034-06-01T10:00:00')
    assert.isFalse((await read()).isOpen)
    const late = await secretary.send(path, { ...contest, received_on: '2034-06-01' })
    assert.include(sentence(late, 'error'), '24 mois')
    const treasurer = await givenDesk(client, ['treasurer'])
    assert.isTrue(isRefused(await treasurer.send(path, contest)))
  })

  test('an adopted resolution is read by everybody once it is published, not before', async ({
    client,
    assert,
  }) => {
    const { assembly, resolutionId } = await aClosedMeeting()
    const secretary = await givenDesk(client, ['secretary'])
    const decision = `/governance/resolutions/AG${assembly.number}-R1`
    const before = await client.get(decision)
    before.assertStatus(404)
    const path = `/governance/office/resolutions/${resolutionId}`
    /** 'governance.office.resolution_records.publish' */
    await secretary.send(`${path}/publication`)
    const page = await client.get(decision).withInertia()
    page.assertInertiaComponent('governance/resolution')
    const list = await client.get('/governance').withInertia()
    assert.equal((list.inertiaProps as any).resolutions.length, 1)
    /** 'governance.office.resolution_records.unpublish' */
    await secretary.remove(`${path}/publication`)
    const after = await client.get(decision)
    after.assertStatus(404)
    /** 'governance.office.resolution_records.retry' */
    const retried = await secretary.send(`${path}/effect`)
    assert.include(sentence(retried, 'success'), 'en vigueur')
    const unknown = await secretary.send(`/governance/office/resolutions/${newId()}/effect`)
    assert.isNotEmpty(sentence(unknown, 'error'))
    const treasurer = await givenDesk(client, ['treasurer'])
    for (const one of ['publication', 'effect']) {
      assert.isTrue(isRefused(await treasurer.send(`${path}/${one}`)), one)
    }
  })
})

/** A code that the test knows, as the mail would have carried it. */
async function fixCode(minutes: Minutes, accountId: string, code: string): Promise<void> {
  const { codeHash } = await import('#services/membership/applications/secrets')
  await db
    .from('minutes_codes')
    .where('account_id', accountId)
    .update({ code_hash: codeHash(minutes.id, minutes.sha256!, code), attempts: 0 })
}
