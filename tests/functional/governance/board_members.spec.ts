import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import type Assembly from '#models/governance/assembly'
import AssemblyDocument from '#models/governance/assembly_document'
import Minutes from '#models/governance/minutes'
import Notice from '#models/governance/notice'
import type Member from '#models/membership/member'
import { recordMandate } from '#services/governance/mandates/begin_mandate'
import { storedMinutes } from '#services/governance/minutes/seal_minutes'
import { storedDocument } from '#services/membership/applications/document_files'
import { givenAccount } from '#tests/support/accounts'
import { deskOf } from '#tests/support/desk'
import {
  begin,
  beforeMeetings,
  CHAIR,
  clock,
  givenMeeting,
  givenMembers,
  must,
} from '#tests/support/meeting'
import { decide, gather, rise } from '#tests/functional/governance/sitting'
import { sha256Hex } from '#values/digest'
import { newId } from '#values/id'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

const LINK = 'https://visio.example.org/conseil'

async function signedIn(client: ApiClient, member: Member) {
  const account = await givenAccount({ fullName: member.displayName })
  await member.merge({ accountId: account.id }).save()
  return deskOf(client, account)
}

async function paperOf(assembly: Assembly): Promise<string> {
  const id = newId()
  const storagePath = `governance/assemblies/${assembly.id}/${id}`
  await mkdir(dirname(storedDocument(storagePath)), { recursive: true })
  await writeFile(storedDocument(storagePath), 'budget')
  await AssemblyDocument.create({
    ...{ id, assemblyId: assembly.id, title: 'Budget', fileName: 'budget.pdf', storagePath },
    ...{ mimeType: 'application/pdf', byteSize: 6, sha256: sha256Hex('budget') },
    ...{ uploadedAt: clock.now(), uploadedByLabel: 'essai' },
  })
  return id
}

/** A board of two, a member who does not sit in it, and its meeting that is called. */
async function aBoardMeeting(client: ApiClient) {
  const [ana, ben, gil] = await givenMembers(3)
  const seat = { bodyCode: 'board', resolutionId: null, resolutionReference: 'AG constitutive' }
  for (const { id: memberId } of [ana, ben]) {
    const given = { ...seat, memberId, startsOn: '2032-01-05', actor: CHAIR, clock }
    must(await recordMandate(given))
  }
  const { assembly, resolutions } = await givenMeeting({
    ...{ body: 'board', kind: 'board', chair: ana },
    resolutions: [{ majority: 'ordinary' }],
  })
  await assembly.merge({ remoteLink: LINK, title: 'Conseil de mai', secretaryName: 'Ada' }).save()
  const [anas, gils] = [await signedIn(client, ana), await signedIn(client, gil)]
  return { assembly, resolution: resolutions[0], board: [ana, ben], ana, anas, gils }
}

test.group('Governance | meetings of the board, for who sits in it', (group) => {
  beforeMeetings(group)

  // Routes 'governance.mine.meeting', 'governance.mine.document' and 'governance.mine.calendar'.
  test('a board’s meeting stands on “Mon assemblée” of its members, with its papers, and on nobody else’s', async ({
    client,
    assert,
  }) => {
    const { assembly, anas, gils } = await aBoardMeeting(client)
    const paper = await paperOf(assembly)
    const mine = (await anas.page('/governance/mine')).body().props
    assert.deepEqual(
      mine.others.map(({ title }: { title: string }) => title),
      ['Conseil de mai']
    )
    assert.deepEqual((await gils.page('/governance/mine')).body().props.others, [])
    const here = `/governance/mine/${assembly.id}`
    const page = await anas.page(`${here}/papers`)
    page.assertInertiaComponent('governance/mine')
    assert.equal(page.body().props.assembly.title, 'Conseil de mai')
    assert.equal((await anas.file(`${here}/documents/${paper}`)).status(), 200)
    const calendar = (await anas.file(`${here}/assembly.ics`)).text().replaceAll('\r\n ', '')
    assert.include(calendar, `${here}/papers`)
    for (const path of ['papers', `documents/${paper}`, 'assembly.ics', 'proxies']) {
      assert.equal((await gils.file(`${here}/${path}`)).status(), 404, path)
    }
    assert.equal((await anas.file(`${here}/proxies`)).status(), 200)
    await assembly.cancel(clock.now(), 'Grève').save()
    for (const path of ['papers', 'proxies']) {
      assert.equal((await anas.file(`${here}/${path}`)).status(), 404, `${path} of no meeting`)
    }
    const anonymous = await client.get(`${here}/papers`).redirects(0)
    assert.include(anonymous.header('location'), 'sign-in')
  })

  test('the link of a notice leads whoever is signed in to that very meeting', async ({
    client,
    assert,
  }) => {
    const { assembly, ana, anas, gils } = await aBoardMeeting(client)
    await givenMeeting()
    const token = 'c'.repeat(43)
    const address = { channel: 'email' as const, address: ana.email, state: 'queued' as const }
    const notice = await Notice.create({
      ...{ id: newId(), assemblyId: assembly.id, memberId: ana.id, kind: 'notice', ...address },
    })
    await notice.markSent(clock.now(), 'x', sha256Hex(token)).save()
    const link = `/governance/invitations/${token}`
    const followed = await anas.file(link).redirects(0)
    assert.equal(followed.header('location'), `/governance/mine/${assembly.id}/papers`)
    const other = await gils.page(link)
    other.assertInertiaComponent('governance/invitation')
  })

  test('who sat in a board finds its resolutions and signed minutes again; others only what is published', async ({
    client,
    assert,
  }) => {
    const { assembly, resolution, board, anas, gils } = await aBoardMeeting(client)
    await gather(assembly, ...board)
    await decide(resolution, [board, 'yes'])
    await rise(assembly)
    const past = async (desk: typeof anas) =>
      (await desk.page('/governance/mine/past')).body().props
    const [ofAna, ofGil] = [await past(anas), await past(gils)]
    assert.deepEqual(
      [ofAna.meetings.length, ofAna.resolutions.length, ofAna.resolutions[0].mine.choice],
      [1, 1, 'yes']
    )
    assert.deepEqual([ofGil.meetings, ofGil.resolutions], [[], []])
    const path = `governance/minutes/${assembly.id}.pdf`
    await mkdir(dirname(storedMinutes(path)), { recursive: true })
    await writeFile(storedMinutes(path), 'PV')
    const minutes = await Minutes.create({ id: newId(), assemblyId: assembly.id, body: 'board' })
    await minutes.merge({ document: {}, sha256: 'a'.repeat(64) }).save()
    await minutes.seal(1, { path, sha256: sha256Hex('PV') }, clock.now()).save()
    const pdf = `/governance/mine/past/${assembly.id}/minutes.pdf`
    assert.equal((await anas.file(pdf)).status(), 200)
    assert.equal((await gils.file(pdf)).status(), 404)
  })

  test('decisions beyond the fiftieth stand on the next page', async ({ client, assert }) => {
    const { assembly, resolutions } = await givenMeeting({
      resolutions: Array.from({ length: 51 }, () => ({})),
    })
    const [member] = await givenMembers(1)
    const desk = await signedIn(client, member)
    await begin(assembly)
    for (const one of resolutions) {
      await one.refresh()
      await one.open(clock.now()).save()
      await one.close(clock.now(), 'adopted', { kind: 'decision' }).save()
    }
    await rise(assembly)
    await db.from('resolutions').update({ published_at: clock.now().toISO() })
    for (const path of ['/governance/mine/past', '/governance']) {
      const first = (await desk.page(path)).body().props
      const second = (await desk.page(`${path}?page=2`)).body().props
      assert.deepEqual([first.resolutions.length, first.pages], [50, 2], path)
      assert.deepEqual([second.resolutions.length, second.resolutions[0].number], [1, 51], path)
    }
  }).timeout(30_000)
})
