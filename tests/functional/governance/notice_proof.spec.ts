import { test } from '@japa/runner'
import { proofWords } from '#services/governance/notices/proof_words'
import { noticesAsCsv } from '#services/governance/queries/notice_board'
import { recordReturn } from '#services/governance/notices/record_return'
import Notice from '#models/governance/notice'
import {
  beforeMeetings,
  callByLetter,
  CHAIR,
  clock,
  givenMeeting,
  givenMembers,
  must,
} from '#tests/support/meeting'
import { givenDesk } from '#tests/support/desk'

const sentAt = '2032-05-01T07:00:00.000Z'
const mail = { channel: 'email', sentAt, openedAt: null, proof: '<a@b>' } as const

test.group('Governance | C18: what is proven of a notice', (group) => {
  beforeMeetings(group)

  test('in words that a judge reads, the id left to the side', ({ assert }) => {
    assert.equal(
      proofWords({ ...mail, state: 'sent', openedAt: '2032-05-02T06:30:00.000Z' }, 'fr'),
      'E-mail accepté par le serveur de messagerie le 1er mai 2032 à 09:00. Son lien personnel a été ouvert le 2 mai 2032 à 08:30.'
    )
    assert.match(proofWords({ ...mail, state: 'bounced' }, 'fr'), /une lettre le remplace/)
    const letter = { channel: 'post', state: 'posted', proof: 'LR 12', sentAt } as const
    assert.equal(
      proofWords({ ...letter, openedAt: null }, 'en'),
      'Letter handed to the post on 1 May 2032, proof of posting LR 12.'
    )
    assert.equal(
      proofWords({ ...mail, state: 'queued', sentAt: null }, 'en'),
      'The e-mail waits to leave.'
    )
  })

  test('the export has a line for each message, with its words and its id', async ({ assert }) => {
    await givenMembers(2)
    const { assembly } = await givenMeeting({ state: 'draft', kind: 'ordinary' })
    await assembly
      .merge({ startsAt: clock.now().plus({ days: 30 }), remoteLink: 'https://a.fr' })
      .save()
    await callByLetter(assembly)
    const [first] = await Notice.query().where('assemblyId', assembly.id).orderBy('id')
    must(await recordReturn({ noticeId: first.id, reason: 'parti', actor: CHAIR, clock }))
    const pieces: string[] = []
    for await (const piece of noticesAsCsv(assembly.id, 'fr')) pieces.push(piece)
    const [head, ...lines] = pieces.join('').trim().split('\r\n')
    assert.match(head, /^member_number,name,.*,proof,reference$/)
    assert.lengthOf(lines, 2)
    assert.isTrue(
      lines.some((line) => /puis revenue\. Ce qui est noté\s: parti\./.test(line)),
      'the reason, without the number of the slip'
    )
    assert.isTrue(
      lines.some((line) => /remise à la poste le 20 mai 2032, preuve de dépôt/.test(line))
    )
  })

  test('strangers export nothing, the office does', async ({ client, assert }) => {
    const { assembly } = await givenMeeting()
    const path = `/governance/office/assemblies/${assembly.id}/notices.csv`
    const stranger = await client.get(path).redirects(0)
    assert.match(stranger.header('location')!, /sign-in/)
    const ines = await givenDesk(client, ['secretary'])
    const file = await ines.file(path)
    assert.match(file.header('content-type')!, /text\/csv/)
  })
})
