import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import mail from '@adonisjs/mail/services/main'
import db from '@adonisjs/lucid/services/db'
import type ProxyMail from '#mails/governance/proxy_mail'
import Ballot from '#models/governance/ballot'
import Proxy from '#models/governance/proxy'
import { checkInCode } from '#services/governance/attendance/check_in'
import { asStaff, givenAccount } from '#tests/support/accounts'
import { fieldErrors, givenDesk, isRefused, sentence } from '#tests/support/desk'
import {
  arrive,
  begin,
  beforeMeetings,
  givenMeeting,
  givenMembers,
  must,
  online,
  putToVote,
} from '#tests/support/meeting'
import { givenPhone, MINE, OFFICE, phoneOf, told } from '#tests/functional/governance/phones'
import { newId } from '#values/id'

const ID = '5e0d9e8a-6d0c-4a84-9f27-4f40b9e3d001'

const MEMBER_ACTS = {
  'governance.ballots.store': ['post', `${MINE}/votes/${ID}`, { choice: 'yes' }],
  'governance.proxies.store': ['post', `${MINE}/${ID}/proxies`, { blank: true }],
  'governance.proxies.answer': ['post', `${MINE}/proxies/${ID}/answer`, { answer: 'accepted' }],
  'governance.proxies.destroy': ['delete', `${MINE}/proxies/${ID}`, {}],
  'governance.presence.store': ['post', `${MINE}/${ID}/presence`, {}],
  'governance.presence.destroy': ['delete', `${MINE}/${ID}/presence`, {}],
} as const
const MEETING = `${OFFICE}/assemblies/${ID}`
const OFFICE_ACTS = {
  'governance.office.sittings.bureau': ['post', `${MEETING}/bureau`],
  'governance.office.sittings.open': ['post', `${MEETING}/opening`],
  'governance.office.sittings.close': ['post', `${MEETING}/closing`],
  'governance.office.sittings.revoke': ['post', `${MEETING}/revocations`],
  'governance.office.attendances.store': ['post', `${MEETING}/attendances`],
  'governance.office.attendances.destroy': ['delete', `${MEETING}/attendances/${ID}`],
  'governance.office.proxies.store': ['post', `${MEETING}/proxies`],
  'governance.office.proxies.destroy': ['delete', `${OFFICE}/proxies/${ID}`],
  'governance.office.votes.open': ['post', `${OFFICE}/resolutions/${ID}/opening`],
  'governance.office.votes.close': ['post', `${OFFICE}/resolutions/${ID}/closing`],
  'governance.office.votes.withdraw': ['post', `${OFFICE}/resolutions/${ID}/withdrawal`],
  'governance.office.votes.record': ['post', `${OFFICE}/resolutions/${ID}/ballots`],
} as const

test.group('Governance | endpoints of members', (group) => {
  beforeMeetings(group)

  test('a stranger is asked to sign in; whoever is no member is told so', async ({
    client,
    assert,
  }) => {
    const stranger = phoneOf(client, await givenAccount())
    for (const [name, [method, path, sent]] of Object.entries(MEMBER_ACTS)) {
      const anonymous = await client[method](path).withCsrfToken().redirects(0)
      assert.match(anonymous.header('location') ?? '', /sign-in/, name)
      const refused =
        method === 'post' ? await stranger.send(path, sent) : await stranger.remove(path)
      assert.equal(refused.status(), 409, name)
      assert.equal(told(refused).code, 'not_a_member', name)
    }
    assert.lengthOf(await Ballot.all(), 0)
  })

  test('a vote answers with its receipt, as often as it is sent, to a script and to a form', async ({
    client,
    assert,
  }) => {
    const [one] = await givenMembers(2)
    const { assembly, resolutions } = await givenMeeting()
    await begin(assembly)
    await arrive(assembly, one)
    await putToVote(resolutions[0])
    const phone = await givenPhone(client, one)
    const path = `${MINE}/votes/${resolutions[0].id}`
    const first = await phone.send(path, { choice: 'yes' })
    first.assertStatus(200)
    const again = await phone.send(path, { choice: 'yes', elector: one.id })
    assert.equal(told(again).receipt, told(first).receipt)
    assert.notProperty(told(first), 'choice')
    const form = await phone.form(path, { choice: 'yes' })
    assert.include(sentence(form, 'success'), told(first).receipt)
    const changed = await phone.send(path, { choice: 'no' })
    assert.deepEqual([changed.status(), told(changed).code], [409, 'already_voted'])
    assert.include(sentence(await phone.form(path, { choice: 'no' }), 'error'), 'déjà servi')
    assert.lengthOf(await Ballot.all(), 1)
  })

  test('what is no ballot is refused before anything is written', async ({ client, assert }) => {
    const [one, other] = await givenMembers(2)
    const { assembly, resolutions } = await givenMeeting()
    await begin(assembly)
    await arrive(assembly, one)
    await putToVote(resolutions[0])
    const phone = await givenPhone(client, one)
    const path = `${MINE}/votes/${resolutions[0].id}`
    for (const sent of [
      { choice: 'perhaps' },
      { choice: 'yes', elector: 'x' },
      { candidates: 1 },
    ]) {
      assert.equal((await phone.send(path, sent)).status(), 422, JSON.stringify(sent))
    }
    const codes: [object, string][] = [
      [{}, 'wrong_form'],
      [{ candidates: [] }, 'wrong_form'],
      [{ choice: 'yes', elector: other.id }, 'no_proxy'],
    ]
    for (const [sent, code] of codes) {
      assert.equal(told(await phone.send(path, sent)).code, code)
    }
    assert.equal((await phone.send(`${MINE}/votes/nowhere`, { choice: 'yes' })).status(), 404)
    assert.lengthOf(await Ballot.all(), 0)
  })

  test('C24: a member gives a proxy by number and name, the holder accepts, the giver takes it back', async ({
    client,
    assert,
  }) => {
    const [giver, holder] = await givenMembers(2)
    const { assembly } = await givenMeeting()
    const phone = await givenPhone(client, giver)
    const path = `${MINE}/${assembly.id}/proxies`
    const wrong = await phone.form(path, { number: holder.number, name: 'Quelqu’un d’autre' })
    assert.include(fieldErrors(wrong).number[0], 'Nous ne trouvons pas')
    assert.property(fieldErrors(await phone.form(path, {})), 'number')
    const own = await phone.form(path, { number: giver.number, name: giver.displayName })
    assert.include(fieldErrors(own).number[0], 'soi-même')
    using fake = mail.fake()
    ;(await phone.send(path, { number: holder.number, name: holder.displayName })).assertStatus(200)
    const proxy = await Proxy.firstOrFail()
    const answer = `${MINE}/proxies/${proxy.id}/answer`
    assert.equal(told(await phone.send(answer, { answer: 'accepted' })).code, 'not_the_holder')
    const other = await givenPhone(client, holder)
    assert.equal((await other.send(answer, { answer: 'maybe' })).status(), 422)
    ;(await other.send(answer, { answer: 'accepted' })).assertStatus(200)
    await proxy.refresh()
    assert.equal(proxy.state, 'accepted')
    const theirs = `${MINE}/proxies/${proxy.id}`
    assert.equal(told(await other.remove(theirs)).code, 'not_the_giver')
    ;(await phone.remove(theirs)).assertStatus(200)
    ;(await phone.remove(theirs)).assertStatus(200)
    const mails = fake.mails.queued() as ProxyMail[]
    assert.deepEqual(
      mails.map((one) => [one.content.news, one.content.data.name]),
      [
        ['offered', holder.displayName],
        ['accepted', giver.displayName],
        ['revoked', giver.displayName],
        ['revoked_holder', holder.displayName],
      ]
    )
    await mails[0].build()
    const { message } = mails[0].message.toObject() as { message: { text: string } }
    assert.include(message.text, `${giver.displayName} ne pourra pas voter`)
    assert.include(message.text, `/governance/mine/${assembly.id}/proxies`)
    assert.match(message.text, /\n-- \nP2P’Legal, SCIC .* RCS Bobigny/, 'who writes, as registered')
    ;(await phone.send(path, { blank: true })).assertStatus(200)
  })

  test('C24: a member sees their proxy and those they carry, of a meeting that was called', async ({
    client,
    assert,
  }) => {
    const [giver, holder] = await givenMembers(2)
    const { assembly } = await givenMeeting()
    must(await online(assembly, giver, holder))
    const path = `${MINE}/${assembly.id}/proxies`
    assert.match((await client.get(path).redirects(0)).header('location')!, /sign-in/)
    const stranger = await givenAccount()
    const refused = await client.get(path).withGuard('web').loginAs(stranger)
    assert.equal(refused.status(), 404)
    const account = await givenAccount()
    await db.from('members').where('id', holder.id).update({ account_id: account.id })
    const page = await client.get(path).withGuard('web').loginAs(account).withInertia()
    const props = page.inertiaProps as { mine: unknown; carried: unknown[]; most: number }
    assert.deepEqual([props.mine, props.carried.length, props.most], [null, 1, 2])
    const draft = await givenMeeting({ state: 'draft' })
    const early = await client
      .get(`${MINE}/${draft.assembly.id}/proxies`)
      .withGuard('web')
      .loginAs(account)
    assert.equal(early.status(), 404)
  })

  test('a member says that they follow from afar, and that they go', async ({ client, assert }) => {
    const [one] = await givenMembers(1)
    const { assembly } = await givenMeeting()
    const phone = await givenPhone(client, one)
    ;(await phone.send(`${MINE}/${assembly.id}/presence`)).assertStatus(200)
    const [row] = await db.from('attendances')
    assert.deepEqual([row.member_id, row.mode, row.left_at], [one.id, 'remote', null])
    ;(await phone.remove(`${MINE}/${assembly.id}/presence`)).assertStatus(200)
    const room = await givenMeeting({ presence: 'room' })
    const refused = await phone.send(`${MINE}/${room.assembly.id}/presence`)
    assert.equal(told(refused).code, 'room_only')
  })
})

test.group('Governance | endpoints of the bureau', (group) => {
  beforeMeetings(group)

  test('a stranger is asked to sign in; a treasurer is refused, everywhere', async ({
    client,
    assert,
  }) => {
    const treasurer = await givenDesk(client, ['treasurer'])
    for (const [name, [method, path]] of Object.entries(OFFICE_ACTS)) {
      const anonymous = await client[method](path).withCsrfToken().redirects(0)
      assert.match(anonymous.header('location') ?? '', /sign-in/, name)
      const refused = await (method === 'post' ? treasurer.send(path) : treasurer.remove(path))
      assert.isTrue(isRefused(refused), name)
    }
    assert.equal((await treasurer.file(`${OFFICE}/proxies/${ID}/scan`)).status(), 404)
  })

  test('the chair names the bureau, opens, receives, votes and closes', async ({
    client,
    assert,
  }) => {
    const [chair, guest, silent] = await givenMembers(3)
    const { assembly, resolutions } = await givenMeeting()
    const desk = await givenDesk(client, ['board'])
    const at = `${OFFICE}/assemblies/${assembly.id}`
    const ines = await givenAccount({ fullName: 'Inès Petit' })
    const bureau = { chair: chair.number, secretary: ines.id }
    assert.property(fieldErrors(await desk.send(`${at}/bureau`, { ...bureau, chair: 99 })), 'chair')
    for (const secretary of [undefined, 'personne@nulle-part.fr', ID]) {
      const refused = await desk.send(`${at}/bureau`, { ...bureau, secretary })
      assert.property(fieldErrors(refused), 'secretary')
    }
    const uncounted = await desk.send(`${at}/bureau`, { ...bureau, tellers: [999999] })
    assert.property(fieldErrors(uncounted), 'tellers')
    assert.include(sentence(await desk.send(`${at}/bureau`, bureau), 'success'), 'bureau')
    assert.include(sentence(await desk.send(`${at}/closing`), 'error'), 'pas ouverte')
    assert.include(sentence(await desk.send(`${at}/opening`), 'success'), 'ouverte')
    const arrivals = `${at}/attendances`
    assert.property(fieldErrors(await desk.send(arrivals, { mode: 'room' })), 'member')
    assert.include(
      sentence(await desk.send(arrivals, { mode: 'room', code: 'AAAA' }), 'error'),
      'code'
    )
    const code = checkInCode(assembly.id, guest.id)
      .replace(/(.{4})/g, '$1 ')
      .toLowerCase()
    assert.include(
      sentence(await desk.send(arrivals, { mode: 'room', code }), 'success'),
      'arrivée'
    )
    await desk.send(arrivals, { mode: 'room', member: chair.id })
    const vote = `${OFFICE}/resolutions/${resolutions[0].id}`
    assert.include(sentence(await desk.send(`${vote}/closing`), 'error'), 'pas ouvert')
    assert.include(sentence(await desk.send(`${vote}/opening`), 'success'), 'ouvert')
    const absent = await desk.send(`${vote}/ballots`, { elector: silent.id, choice: 'no' })
    assert.include(sentence(absent, 'error'), 'accueil')
    const said = await desk.send(`${vote}/ballots`, { elector: guest.id, choice: 'yes' })
    assert.match(sentence(said, 'success'), /([0-9A-F]{4}-){3}/)
    assert.property(fieldErrors(await desk.send(`${vote}/ballots`, { choice: 'yes' })), 'elector')
    await desk.remove(`${arrivals}/${guest.id}`)
    assert.include(sentence(await desk.send(`${vote}/closing`), 'success'), 'adoptée')
    assert.include(sentence(await desk.send(`${at}/closing`), 'success'), 'levée')
    const recorded = await db.from('audit_events').where('action', 'governance.record_ballot')
    assert.lengthOf(recorded, 1)
    assert.notInclude(JSON.stringify(recorded[0]), 'yes')
  })

  test('C24: a proxy on paper is kept with its scan, and nothing without it', async ({
    client,
    assert,
  }) => {
    const [giver, holder] = await givenMembers(2)
    const { assembly } = await givenMeeting()
    const desk = await givenDesk(client, ['secretary'])
    const path = `${OFFICE}/assemblies/${assembly.id}/proxies`
    const folder = await mkdtemp(join(tmpdir(), 'scan-'))
    await writeFile(join(folder, 'paper.pdf'), '%PDF-1.7 signed')
    await writeFile(join(folder, 'page.pdf'), '<html>')
    const send = (from: number, to: number | null, file: string | null) => {
      const request = asStaff(client.post(path), desk.account).withCsrfToken().field('from', from)
      if (to) request.field('to', to)
      if (file) request.file('scan', join(folder, file))
      return request.redirects(0)
    }
    const [from, to] = [giver.number!, holder.number!]
    assert.property(fieldErrors(await send(from, to, null)), 'scan')
    assert.property(fieldErrors(await send(from, to, 'page.pdf')), 'scan')
    assert.property(fieldErrors(await send(99, to, 'paper.pdf')), 'from')
    assert.property(fieldErrors(await send(from, 99, 'paper.pdf')), 'to')
    assert.property(fieldErrors(await send(from, from, 'paper.pdf')), 'to')
    assert.include(sentence(await send(from, to, 'paper.pdf'), 'success'), 'copie')
    const proxy = await Proxy.firstOrFail()
    assert.deepEqual([proxy.state, proxy.via], ['accepted', 'paper'])
    const page = (await desk.page(path)).inertiaProps as { proxies: { hasScan: boolean }[] }
    assert.deepEqual(
      page.proxies.map((one) => one.hasScan),
      [true]
    )
    assert.isTrue(isRefused(await (await givenDesk(client, ['moderator'])).page(path)))
    const scan = await desk.file(`${OFFICE}/proxies/${proxy.id}/scan`)
    assert.include(scan.header('content-disposition')!, '.pdf')
    assert.equal(String(scan.text() ?? scan.body()), '%PDF-1.7 signed')
    assert.equal((await desk.file(`${OFFICE}/proxies/${newId()}/scan`)).status(), 404)
    await desk.remove(`${OFFICE}/proxies/${proxy.id}`)
    await proxy.refresh()
    assert.equal(proxy.state, 'revoked')
    const acts = await db.from('audit_events').where('subject_id', proxy.id).orderBy('id')
    assert.deepEqual(
      acts.map(({ action }) => action),
      ['governance.record_proxy', 'governance.revoke_proxy']
    )
    must(await online(assembly, giver, holder))
  })
})
