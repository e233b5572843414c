import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import mail from '@adonisjs/mail/services/main'
import db from '@adonisjs/lucid/services/db'
import type Assembly from '#models/governance/assembly'
import Minutes from '#models/governance/minutes'
import type Account from '#models/identity/account'
import type Member from '#models/membership/member'
import { nameBureau } from '#services/governance/attendance/name_bureau'
import { exportContestFile } from '#services/governance/contests/export_contest_file'
import { recordContest } from '#services/governance/contests/record_contest'
import { contestPdf } from '#services/governance/documents/contest_pdf'
import { storedMinutes } from '#services/governance/minutes/seal_minutes'
import { contestFile } from '#services/governance/queries/contest_file'
import { contestRecords } from '#services/governance/queries/contest_records'
import { currentTotpCode } from '#services/identity/totp'
import { givenAccount, TOTP_SECRET } from '#tests/support/accounts'
import { givenDesk, isRefused, sentence } from '#tests/support/desk'
import {
  beforeMeetings,
  CHAIR,
  clock,
  givenMeeting,
  givenMembers,
  must,
  putToVote,
} from '#tests/support/meeting'
import { decide, gather, rise } from '#tests/functional/governance/sitting'
import { pdfWords } from '#tests/support/pdf_words'
import { canonicalJson, sha256Hex } from '#values/digest'
import { newId } from '#values/id'

/** A meeting of seven that adopted one resolution, closed; its first member chaired. */
async function aClosedMeeting(given: { secretary?: Account; teller?: Account } = {}): Promise<{
  assembly: Assembly
  members: Member[]
  resolutionId: string
}> {
  const members = await givenMembers(7)
  const { assembly, resolutions } = await givenMeeting({ chair: members[0] })
  const secretary = given.secretary ?? (await givenAccount({ fullName: 'Ada Lenoir' }))
  if (given.teller) await members[1].merge({ accountId: given.teller.id }).save()
  must(
    await nameBureau({
      ...{ assemblyId: assembly.id, chairMemberId: members[0].id },
      secretaryAccountId: secretary.id,
      tellerMemberIds: given.teller ? [members[1].id] : [],
      ...{ actor: CHAIR, clock },
    })
  )
  await gather(assembly, ...members)
  await decide(resolutions[0], [members.slice(0, 5), 'yes'], [members.slice(5), 'no'])
  await rise(assembly)
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

  test('C29: written from the meeting, signed by those who were named and nobody else, sealed with the next number', async ({
    client,
    assert,
  }) => {
    const secretary = await givenDesk(client, ['secretary'], 'Ada Lenoir')
    const teller = await givenDesk(client, ['secretary'], 'Tess Roux')
    const { assembly, members } = await aClosedMeeting({
      ...{ secretary: secretary.account, teller: teller.account },
    })
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
    page.assertInertiaPropsContains({ capacity: 'chair', method: 'email', isStaff: false })
    const sent = () => client.post(signatureOf(assembly.id)).loginAs(chair).withCsrfToken()
    /** 'governance.minutes_signatures.code' and 'governance.minutes_signatures.store' */
    await client
      .post(`${signatureOf(assembly.id)}/code`)
      .loginAs(chair)
      .withCsrfToken()
      .redirects(0)
    await db.from('minutes_codes').where('account_id', chair.id).firstOrFail()
    const wrong = await sent().json({ code: '000000', sha256: minutes.sha256 }).redirects(0)
    assert.include(sentence(wrong, 'error'), 'Demandez-en un autre')
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

    const signed = { code: currentTotpCode(TOTP_SECRET), sha256: minutes.sha256 }
    const mistaken = await secretary.send(signatureOf(assembly.id), { ...signed, code: '000000' })
    const said = sentence(mistaken, 'error')
    assert.include(said, 'Rien n’a été signé. Attendez le suivant')
    assert.notInclude(said, 'Demandez', 'an application is asked for nothing')
    const passer = await givenDesk(client, ['secretary'], 'Paul Autre')
    assert.include(
      sentence(await passer.send(signatureOf(assembly.id), signed), 'error'),
      'bureau',
      'keeping meetings is not having been the secretary of this one'
    )
    await secretary.send(signatureOf(assembly.id), signed)
    assert.isNull((await minutes.refresh()).number, 'the teller has not signed')
    await teller.send(signatureOf(assembly.id), signed)
    await minutes.refresh()
    await assembly.refresh()
    assert.deepEqual([minutes.number, assembly.state], [1, 'signed'])
    const file = await readFile(storedMinutes(minutes.pdfPath!))
    assert.equal(sha256Hex(file), minutes.pdfSha256)
    assert.include(file.toString('latin1'), 'ETSI.CAdES.detached')
    const capacities = await db.from('minutes_signatures').orderBy('signed_at').select('capacity')
    assert.sameMembers(
      capacities.map(({ capacity }) => capacity),
      ['chair', 'secretary', 'teller']
    )
    const twin = (
      await secretary.file(`/governance/office/assemblies/${assembly.id}/minutes.json`)
    ).body()
    assert.equal(twin.sha256, sha256Hex(canonicalJson(twin.document)))
    assert.deepEqual(
      [twin.register.number, twin.register.pdfSha256, twin.signatures.length],
      [1, minutes.pdfSha256, 3]
    )
    const sheet = await readFile(storedMinutes(minutes.sheetPath!))
    assert.equal(document.attendance.sheetSha256, sha256Hex(sheet))
    await assert.rejects(() => db.from('minutes').update({ free_text: 'x' }), /sealed/)
  })

  test('C29: of two tellers each signs: the signature of one is not shown as the other’s', async ({
    client,
    assert,
  }) => {
    const tess = await givenDesk(client, ['secretary'], 'Tess Roux')
    const theo = await givenDesk(client, ['secretary'], 'Théo Bel')
    const ada = await givenDesk(client, ['secretary'], 'Ada Lenoir')
    const { assembly, members } = await aClosedMeeting({ secretary: ada.account })
    for (const [place, { account }] of [tess, theo].entries()) {
      await members[place + 1].merge({ accountId: account.id }).save()
    }
    const bureau = { assemblyId: assembly.id, chairMemberId: members[0].id }
    const tellerMemberIds = [members[1].id, members[2].id]
    const named = { ...bureau, secretaryAccountId: ada.account.id, tellerMemberIds }
    must(await nameBureau({ ...named, actor: CHAIR, clock }))
    await ada.send(pageOf(assembly.id), { discussion: '' })
    const { sha256 } = await Minutes.findByOrFail('assemblyId', assembly.id)
    await tess.send(signatureOf(assembly.id), { code: currentTotpCode(TOTP_SECRET), sha256 })
    const signedAt = async ({ page }: typeof tess) =>
      (await page(signatureOf(assembly.id))).body().props.signedAt
    assert.isNotNull(await signedAt(tess))
    assert.isNull(await signedAt(theo), 'the other teller has not signed')
    const maySign = async ({ page }: typeof tess) =>
      (await page(pageOf(assembly.id))).body().props.may.sign
    assert.deepEqual([await maySign(tess), await maySign(theo)], [null, 'teller'])
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
    assert.equal(json.body().document.format, 'peerfy-minutes/2')
    assert.deepEqual([json.body().register, json.body().signatures], [null, []])
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

  test('C30: of a vote counted before its margin was, the file says that it was not computed', async ({
    client,
    assert,
  }) => {
    const [chair] = await givenMembers(1)
    const { assembly, resolutions } = await givenMeeting({ chair })
    await gather(assembly, chair)
    await putToVote(resolutions[0])
    const vote = await resolutions[0].refresh()
    await vote.close(clock.now(), 'adopted', { kind: 'election', scores: [] }).save()
    const { id: resolutionId } = vote
    const contest = { claimant: 'Un sociétaire', grounds: 'Compte douteux.', ballots: 5 }
    const receivedOn = '2032-05-20'
    must(await recordContest({ resolutionId, ...contest, receivedOn, actor: CHAIR, clock }))
    const file = (await contestFile(resolutionId, clock))!
    assert.deepInclude(file, { margin: null, hasMargin: false, couldInfluence: false })
    const records = await contestRecords(vote)
    const words = await pdfWords(await contestPdf(file, records, clock))
    assert.include(words, 'n’a pas été calculé')
    assert.notInclude(words, 'n’a pu changer')
    const secretary = await givenDesk(client, ['secretary'])
    const page = await secretary.page(`/governance/office/resolutions/${resolutionId}/contests`)
    assert.isFalse((page.inertiaProps as any).file.hasMargin)
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
    /** 'governance.office.resolution_records.export' */
    const archive = await secretary.file(`${path}.zip`)
    assert.equal(archive.header('content-type'), 'application/zip')
    const kept = await exportContestFile({ resolutionId, actor: CHAIR, clock })
    const files = await unzipped(kept!.bytes)
    const rows = (name: string) => JSON.parse(files.get(name)!.toString())
    assert.lengthOf(rows('bulletins.json'), 7)
    assert.lengthOf(rows('electorat.json').electors, 7)
    const leaves = rows('electorat.json').electors.map(({ leaf }: { leaf: string }) => leaf)
    assert.equal(sha256Hex(Buffer.from(leaves.join(''), 'hex')), rows('electorat.json').root)
    assert.equal(rows('dossier.json').contests[0].claimant, contest.claimant)
    assert.include(await pdfWords(files.get('dossier.pdf')!), 'Un sociétaire')
    for (const line of files.get('SHA256SUMS')!.toString().trim().split('\n')) {
      const [hash, name] = line.split('  ')
      assert.equal(sha256Hex(files.get(name)!), hash, name)
    }
    const board = await givenDesk(client, ['board'])
    assert.isTrue(isRefused(await board.file(`${path}.zip`)), 'it names who voted what')
    const anonymous = await client.get(`${path}.zip`).redirects(0)
    assert.include(anonymous.header('location'), 'sign-in')
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

/** Reads an archive with the machine's own program: what it cannot read is no archive. */
async function unzipped(bytes: Buffer): Promise<Map<string, Buffer>> {
  const folder = await mkdtemp(join(tmpdir(), 'contest-'))
  await writeFile(join(folder, 'file.zip'), bytes)
  const script =
    'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2])'
  await promisify(execFile)('python3', [
    '-c',
    script,
    join(folder, 'file.zip'),
    join(folder, 'out'),
  ])
  const names = await readdir(join(folder, 'out'), { recursive: true, withFileTypes: true })
  const files = names.filter((one) => one.isFile())
  return new Map(
    await Promise.all(
      files.map(async ({ name, parentPath }): Promise<[string, Buffer]> => [
        name,
        await readFile(join(parentPath, name)),
      ])
    )
  )
}
