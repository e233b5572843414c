import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import Assembly from '#models/governance/assembly'
import Ballot from '#models/governance/ballot'
import Notice from '#models/governance/notice'
import Proxy from '#models/governance/proxy'
import { noticeAssembly } from '#services/governance/notices/notice_assembly'
import { openVote } from '#services/governance/votes/open_vote'
import type { DecisionResult } from '#services/governance/votes/vote_result'
import { givenReadyAssembly, givenVoter } from '#tests/functional/governance/before_scene'
import { givenPhone, MINE, OFFICE, told } from '#tests/functional/governance/phones'
import { fieldErrors, givenDesk, sentence } from '#tests/support/desk'
import {
  arrive,
  begin,
  beforeMeetings,
  CHAIR,
  clock,
  conclude,
  givenMandate,
  givenMeeting,
  givenMembers,
  must,
  onPaper,
  putToVote,
} from '#tests/support/meeting'
import { must as made, withCooperative } from '#tests/support/shares'
import { FixedClock } from '#values/clock'

/** A telephone and a form are told the same, in words; nothing is written. */
type Phone = Awaited<ReturnType<typeof givenPhone>>
async function refusedTwice(phone: Phone, path: string, sent: object) {
  const answer = await phone.send(path, sent)
  const page = sentence(await phone.form(path, sent), 'error')
  return { status: answer.status(), ...told(answer), page }
}

test.group('Governance | votes that are refused, with the rule in plain words', (group) => {
  beforeMeetings(group)

  test('C25: a vote after the chair closed it, and after its time though nobody counted it', async ({
    client,
    assert,
  }) => {
    const [one, late] = await givenMembers(2)
    const { assembly, resolutions } = await givenMeeting({ resolutions: [{}, {}] })
    await begin(assembly)
    await arrive(assembly, one, late)
    const phone = await givenPhone(client, late)
    await putToVote(resolutions[0])
    await conclude(resolutions[0])
    const closing = { resolutionId: resolutions[1].id, minutes: 5, actor: CHAIR, clock }
    must(await openVote(closing))
    clock.advance({ minutes: 5 })
    for (const { id } of resolutions) {
      const answer = await refusedTwice(phone, `${MINE}/votes/${id}`, { choice: 'yes' })
      assert.deepEqual([answer.status, answer.code], [409, 'vote_closed'])
      assert.equal(answer.message, 'Ce vote est fermé. Votre voix n’a pas été enregistrée.')
      assert.equal(answer.page, answer.message)
    }
    assert.lengthOf(await Ballot.all(), 0)
  })

  test('C23: somebody who is not on the list of this meeting', async ({ client, assert }) => {
    const [director, other] = await givenMembers(2)
    await givenMandate(director)
    const { assembly, resolutions } = await givenMeeting({ body: 'board', kind: 'board' })
    await begin(assembly)
    await arrive(assembly, director)
    await putToVote(resolutions[0])
    const phone = await givenPhone(client, other)
    const vote = `${MINE}/votes/${resolutions[0].id}`
    const answer = await refusedTwice(phone, vote, { choice: 'yes' })
    assert.deepEqual([answer.status, answer.code], [409, 'not_an_elector'])
    assert.include(answer.page, 'pas sur la liste des votants')
    assert.lengthOf(await Ballot.all(), 0)
  })

  test('C24: the third proxy, online and on paper, and one to oneself', async ({
    client,
    assert,
  }) => {
    const [holder, first, second, third] = await givenMembers(4)
    const { assembly } = await givenMeeting()
    for (const giver of [first, second]) must(await onPaper(assembly, giver, holder))
    const phone = await givenPhone(client, third)
    const path = `${MINE}/${assembly.id}/proxies`
    const give = ({ number, displayName: name }: typeof holder) =>
      phone.form(path, { number, name })
    const [full] = fieldErrors(await give(holder)).number
    assert.include(full, 'déjà 2 pouvoirs, le maximum des statuts')
    const [own] = fieldErrors(await give(third)).number
    assert.equal(own, 'On ne se donne pas pouvoir à soi-même.')
    assert.lengthOf(await Proxy.all(), 2)
  })
})

test.group('Governance | votes in a college', (group) => {
  beforeMeetings(group, {})

  test('C03: a vote counts in the college of the register, whichever it names', async ({
    client,
    assert,
  }) => {
    const [artist] = await givenMembers(1, 'artist')
    const others = [...(await givenMembers(1, 'subscriber')), ...(await givenMembers(1))]
    const { assembly, resolutions } = await givenMeeting()
    await begin(assembly)
    await arrive(assembly, artist, ...others)
    await putToVote(resolutions[0])
    const phone = await givenPhone(client, artist)
    const wrong = { choice: 'yes', college: 'subscribers', college_code: 'subscribers' }
    const answer = await phone.send(`${MINE}/votes/${resolutions[0].id}`, wrong)
    answer.assertStatus(200)
    const { result } = await conclude(resolutions[0])
    const yes = (result as DecisionResult).colleges.map(({ code, yes: said }) => [code, said])
    assert.deepEqual(
      yes.filter(([, said]) => Number(said) > 0),
      [['artists', 1]]
    )
    const [elector] = await db.from('electors').where('member_id', artist.id)
    assert.equal(elector.college_code, 'artists')
  })
})

const before = new FixedClock('2026-05-20T10:00')

test.group('Assemblies | files that are refused, with the rule in plain words', (group) => {
  withCooperative(group, { clock: before, at: '2026-05-20T10:00' })
  const LIST = `${OFFICE}/assemblies`

  test('a meeting on a day or at an hour that does not exist', async ({ client, assert }) => {
    const ines = await givenDesk(client, ['secretary'])
    const form = { kind: 'ordinary', presence: 'room', title: 'Assemblée', place: 'Montreuil' }
    // 30 February; an hour that summer time skips; no day at all.
    for (const startsAt of ['2027-02-30T18:00', '2027-03-28T02:30', 'demain']) {
      const [words] = fieldErrors(await ines.send(LIST, { ...form, starts_at: startsAt })).starts_at
      assert.equal(words, 'Indiquez un jour et une heure qui existent.')
    }
    const [past] = fieldErrors(
      await ines.send(LIST, { ...form, starts_at: '2026-05-19T18:00' })
    ).starts_at
    assert.include(past, 'passée')
    assert.lengthOf(await Assembly.all(), 0)
  })

  test('C18: a notice to nobody does not leave', async ({ client, assert }) => {
    const { assembly } = await givenReadyAssembly(before, '2026-06-17T18:00')
    const ines = await givenDesk(client, ['secretary'])
    const refused = await ines.send(`${LIST}/${assembly.id}/notices`)
    assert.include(sentence(refused, 'error'), 'une convocation à personne ne vaut rien')
    assert.equal((await assembly.refresh()).state, 'draft')
    assert.lengthOf(await Notice.all(), 0)
  })

  test('C28: nothing of a noticed agenda changes', async ({ client, assert }) => {
    const diallo = await givenVoter(before, 'Diallo')
    const { assembly, item, resolution, act } = await givenReadyAssembly(before, '2026-06-17T18:00')
    made(await noticeAssembly(act))
    const ines = await givenDesk(client, ['secretary'])
    const file = `${LIST}/${assembly.id}`
    const text = `${file}/resolutions/${resolution.id}`
    const words = { title: 'Autre', text: 'Autre texte.', majority: 'ordinary', from_board: 'yes' }
    const whole = { ...words, type: 'decision', change: 'none', item_id: item.id }
    const changes: [string, object][] = [
      [`${file}/items`, { title: 'Divers' }],
      [`${file}/items/${item.id}`, { title: 'Autre titre' }],
      [`${file}/items/${item.id}/place`, { direction: 'up' }],
      [`${file}/items/requests`, { title: 'Eau', member_number: diallo.number!, signatories: 1 }],
      [`${file}/resolutions`, whole],
      [text, whole],
    ]
    for (const [path, form] of changes) {
      assert.match(
        sentence(await ines.send(path, form), 'error'),
        /ne changent plus.*annoncé/,
        path
      )
    }
    for (const path of [`${file}/items/${item.id}`, text]) {
      assert.match(sentence(await ines.remove(path), 'error'), /ne changent plus/, path)
    }
    assert.equal((await resolution.refresh()).title, 'Approbation des comptes')
    assert.equal((await item.refresh()).title, 'Comptes de l’année')
  })
})
