import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import type Member from '#models/membership/member'
import { checkInCode } from '#services/governance/attendance/check_in'
import { watchMeeting } from '#services/governance/live/meeting_feed'
import { askToSpeak, stopSpeaking } from '#services/governance/speakers/ask_to_speak'
import { endTurn, giveFloor } from '#services/governance/speakers/give_floor'
import { liveMeeting } from '#services/governance/queries/live_meeting'
import { asStaff, givenAccount } from '#tests/support/accounts'
import { givenDesk, isRefused, sentence } from '#tests/support/desk'
import {
  arrive,
  begin,
  beforeMeetings,
  CHAIR,
  clock,
  conclude,
  givenMeeting,
  givenMembers,
  must,
  onPaper,
  putToVote,
  refusal,
  vote,
} from '#tests/support/meeting'

const MINE = '/governance/mine'
const OFFICE = '/governance/office/assemblies'
const ID = '5e0d9e8a-6d0c-4a84-9f27-4f40b9e3d001'

type Seen = {
  live: Awaited<ReturnType<typeof liveMeeting>>
  mine: { code: string; rights: unknown[]; receipts: { receipt: string; choice: string }[] }
  rows: { name: string; presence: string | null; carries: string[]; gaveTo: string | null }[]
}

async function givenAccountOf(member: Member) {
  const account = await givenAccount()
  await db.from('members').where('id', member.id).update({ account_id: account.id })
  return account
}

async function phoneOf(client: ApiClient, member: Member) {
  const account = await givenAccountOf(member)
  return {
    page: async (id: string) => {
      const page = await client.get(`${MINE}/${id}`).withGuard('web').loginAs(account).withInertia()
      return (page.body() as unknown as { props: Seen }).props
    },
    send: (path: string) =>
      client.post(path).withGuard('web').loginAs(account).withCsrfToken().redirects(0),
    remove: (path: string) =>
      client.delete(path).withGuard('web').loginAs(account).withCsrfToken().redirects(0),
  }
}

/** Reads a stream of events until it says something. */
async function heard(stream: Readable, words: string): Promise<string> {
  let text = ''
  stream.on('data', (chunk: Buffer) => (text += chunk))
  while (!text.includes(words)) await once(stream, 'data')
  return text
}

test.group('Governance | the meeting’s screens', (group) => {
  beforeMeetings(group)

  test('C20: before it opens the screens say whether the quorum is there, and count nobody twice', async ({
    assert,
  }) => {
    const [holder, giver, other] = await givenMembers(4)
    const { assembly } = await givenMeeting({ chair: holder })
    must(await onPaper(assembly, giver, holder))
    const seen = () => liveMeeting(assembly.id, 'fr', clock)
    await arrive(assembly, holder)
    const early = await seen()
    assert.deepEqual([early.present, early.represented], [1, 1])
    assert.deepInclude(early.quorum!.ordinary, { counted: 2 })
    await arrive(assembly, giver, other)
    const late = await seen()
    assert.deepEqual([late.present, late.represented], [3, 0], 'who came in spite of a proxy')
    await begin(assembly)
    assert.deepEqual((await seen()).quorum, late.quorum, 'opening changes nothing of it')
  })

  test('the state says who has voted, never what, until the vote is closed', async ({ assert }) => {
    const [one, two, giver] = await givenMembers(3)
    const { assembly, resolutions } = await givenMeeting({ chair: one })
    const before = await liveMeeting(assembly.id, 'fr', clock)
    assert.deepEqual([before.electors, before.quorum?.ordinary.counted], [3, 0])
    must(await onPaper(assembly, giver, two))
    await begin(assembly)
    await arrive(assembly, one, two)
    await putToVote(resolutions[0])
    must(await vote(resolutions[0], one, 'no'))
    const during = await liveMeeting(assembly.id, 'fr', clock)
    const [running] = during.votes
    assert.deepEqual([during.present, during.represented, during.chair], [2, 1, one.displayName])
    assert.equal(during.quorum!.ordinary.counted, 3)
    assert.equal(
      running.turnout.reduce((sum, { voted }) => sum + voted, 0),
      1
    )
    assert.deepEqual([running.steps, running.colleges], [[], []])
    must(await vote(resolutions[0], two, 'yes'))
    must(await vote(resolutions[0], giver, 'yes', two))
    await conclude(resolutions[0])
    const [closed] = (await liveMeeting(assembly.id, 'en', clock)).votes
    assert.equal(closed.outcome, 'adopted')
    assert.deepEqual(
      closed.colleges.filter(({ yes }) => yes > 0).map(({ yes, no }) => [yes, no]),
      [[2, 1]]
    )
    assert.equal(closed.steps.at(0)!.key, 'quorum_reached')
  })

  test('a stream tells the state once, again when it changed, and nothing to whom has seen it', async ({
    assert,
  }) => {
    const [one] = await givenMembers(1)
    const { assembly } = await givenMeeting()
    const watched = { assemblyId: assembly.id, locale: 'fr', clock }
    const first = watchMeeting({ ...watched, lastId: null })
    const text = await heard(first, 'event: meeting')
    const [, lastId] = /^id: (\w+)$/m.exec(text)!
    const again = watchMeeting({ ...watched, lastId })
    const quiet = await heard(again, 'event: beat')
    assert.notInclude(quiet, 'event: meeting')
    await arrive(assembly, one)
    const changed = await heard(again, 'event: meeting')
    assert.include(changed, '"present":1')
    first.destroy()
    again.destroy()
  })

  test('a hand is raised once, has the floor once, and is taken down', async ({ assert }) => {
    const [one, two] = await givenMembers(2)
    const { assembly } = await givenMeeting()
    const hand = (member: Member) => ({ assemblyId: assembly.id, memberId: member.id, clock })
    const turn = (member: Member) => ({ ...hand(member), actor: CHAIR })
    const list = async () =>
      (await liveMeeting(assembly.id, 'fr', clock)).speakers.map(({ memberId, speaks }) => [
        memberId,
        speaks,
      ])
    assert.equal(refusal(await askToSpeak(hand(one))), 'meeting_not_open')
    assert.equal(refusal(await giveFloor(turn(one))), 'meeting_not_open')
    await begin(assembly)
    must(await askToSpeak(hand(one)))
    clock.advance({ seconds: 1 })
    must(await askToSpeak(hand(two)))
    must(await askToSpeak(hand(one)))
    assert.deepEqual(await list(), [
      [one.id, false],
      [two.id, false],
    ])
    must(await giveFloor(turn(two)))
    must(await giveFloor(turn(two)))
    assert.deepEqual(await list(), [
      [two.id, true],
      [one.id, false],
    ])
    must(await giveFloor(turn(one)))
    assert.deepEqual(await list(), [[one.id, true]])
    must(await endTurn(turn(one)))
    must(await endTurn(turn(one)))
    must(await stopSpeaking(hand(two)))
    assert.deepEqual(await list(), [])
    assert.equal(refusal(await giveFloor(turn(one))), 'has_not_asked')
    const [late] = await givenMembers(1)
    assert.equal(refusal(await askToSpeak(hand(late))), 'has_no_vote')
  })

  test('a member sees their rights and receipts; a stranger signs in; no member sees nothing', async ({
    client,
    assert,
  }) => {
    const [one, giver] = await givenMembers(2)
    const { assembly, resolutions } = await givenMeeting()
    const path = `${MINE}/${assembly.id}`
    for (const door of [path, `${path}/live`]) {
      assert.match((await client.get(door).redirects(0)).header('location') ?? '', /sign-in/, door)
      const outsider = await givenAccount()
      const refused = await client.get(door).withGuard('web').loginAs(outsider).redirects(0)
      assert.equal(refused.status(), 404, door)
    }
    must(await onPaper(assembly, giver, one))
    await begin(assembly)
    await arrive(assembly, one)
    await putToVote(resolutions[0])
    must(await vote(resolutions[0], one, 'no'))
    const phone = await phoneOf(client, one)
    const { mine } = await phone.page(assembly.id)
    assert.equal(mine.code, checkInCode(assembly.id, one.id))
    assert.lengthOf(mine.rights, 2)
    assert.deepEqual(
      mine.receipts.map(({ choice }) => choice),
      ['no']
    )
    const other = await (await phoneOf(client, giver)).page(assembly.id)
    assert.deepEqual(other.mine.receipts, [])
    const draft = await givenMeeting({ state: 'draft' })
    const account = await givenAccountOf(one)
    const hidden = await client
      .get(`${MINE}/${draft.assembly.id}`)
      .withGuard('web')
      .loginAs(account)
      .redirects(0)
    assert.equal(hidden.status(), 404)
  })

  test('a member asks to speak from their telephone and thinks better of it', async ({
    client,
    assert,
  }) => {
    const routes = ['governance.meeting.speakers.store', 'governance.meeting.speakers.destroy']
    assert.lengthOf(routes, 2)
    const [one] = await givenMembers(1)
    const { assembly } = await givenMeeting()
    const path = `${MINE}/${assembly.id}/speakers`
    const anonymous = await client.post(path).withCsrfToken().redirects(0)
    assert.match(anonymous.header('location') ?? '', /sign-in/)
    const phone = await phoneOf(client, one)
    assert.include(sentence(await phone.send(path), 'error'), 'pas ouverte')
    await begin(assembly)
    await phone.send(path)
    assert.lengthOf(await db.from('speakers').whereNull('ended_at'), 1)
    await phone.remove(path)
    assert.lengthOf(await db.from('speakers').whereNull('ended_at'), 0)
    assert.equal((await phone.send(`${MINE}/${ID}/speakers`)).status(), 404)
  })

  test('the bureau’s screens are the bureau’s', async ({ client, assert }) => {
    const [one, two] = await givenMembers(2)
    const { assembly } = await givenMeeting()
    must(await onPaper(assembly, two, one))
    const at = `${OFFICE}/${assembly.id}`
    const treasurer = await givenDesk(client, ['treasurer'])
    const desk = await givenDesk(client, ['board'])
    for (const screen of ['chair', 'check-in', 'screen', 'live']) {
      const anonymous = await client.get(`${at}/${screen}`).redirects(0)
      assert.match(anonymous.header('location') ?? '', /sign-in/, screen)
      const refused = await asStaff(client.get(`${at}/${screen}`), treasurer.account).redirects(0)
      assert.isTrue(isRefused(refused) || refused.status() === 403, screen)
      const nowhere = asStaff(client.get(`${OFFICE}/${ID}/${screen}`), desk.account).redirects(0)
      assert.equal((await nowhere).status(), 404)
    }
    const seen = async (screen: string, search = '') =>
      (
        await asStaff(client.get(`${at}/${screen}`), desk.account)
          .qs({ search })
          .withInertia()
      ).body().props as Seen
    assert.equal((await seen('chair')).live.electors, 2)
    assert.equal((await seen('screen')).live.state, 'noticed')
    assert.deepEqual((await seen('check-in')).rows, [])
    const [row] = (await seen('check-in', String(one.number))).rows
    assert.deepEqual([row.name, row.carries], [one.displayName, [two.displayName]])
    await arrive(assembly, one)
    assert.equal((await seen('check-in')).rows[0].presence, 'room')
  })

  test('the chair gives the floor, and the trail says so', async ({ client, assert }) => {
    const routes = [
      'governance.office.meeting.speakers.store',
      'governance.office.meeting.speakers.destroy',
    ]
    assert.lengthOf(routes, 2)
    const [one] = await givenMembers(1)
    const { assembly } = await givenMeeting()
    await begin(assembly)
    const path = `${OFFICE}/${assembly.id}/speakers/${one.id}`
    for (const method of ['post', 'delete'] as const) {
      const anonymous = await client[method](path).withCsrfToken().redirects(0)
      assert.match(anonymous.header('location') ?? '', /sign-in/)
    }
    const treasurer = await givenDesk(client, ['treasurer'])
    assert.isTrue(isRefused(await treasurer.send(path)))
    assert.isTrue(isRefused(await treasurer.remove(path)))
    const desk = await givenDesk(client, ['board'])
    assert.include(sentence(await desk.send(path), 'error'), 'ne demande plus')
    must(await askToSpeak({ assemblyId: assembly.id, memberId: one.id, clock }))
    await desk.send(path)
    await desk.remove(path)
    const acts = await db.from('audit_events').where('subject_id', assembly.id).orderBy('id')
    assert.includeMembers(
      acts.map(({ action }) => action),
      ['governance.give_floor', 'governance.end_turn']
    )
  })
})
