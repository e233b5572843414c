import { test } from '@japa/runner'
import Resolution from '#models/governance/resolution'
import { fieldErrors, givenDesk, isRefused, sentence } from '#tests/support/desk'
import {
  arrive,
  begin,
  beforeMeetings,
  givenMandate,
  givenMeeting,
  givenMembers,
  must,
  onPaper,
  putToVote,
} from '#tests/support/meeting'

const OFFICE = '/governance/office'

test.group('Governance | endpoints of the desk and of incidents', (group) => {
  beforeMeetings(group)

  test('C24, C25: the desk sees whose votes somebody in the room may say, and writes each down once', async ({
    client,
    assert,
  }) => {
    const [holder, giver, absent] = await givenMembers(3)
    const { assembly, resolutions } = await givenMeeting()
    must(await onPaper(assembly, giver, holder))
    await begin(assembly)
    await arrive(assembly, holder)
    await putToVote(resolutions[0])
    const desk = await givenDesk(client, ['board'])
    const page = `${OFFICE}/assemblies/${assembly.id}/desk/${holder.id}`
    const ballots = `${OFFICE}/resolutions/${resolutions[0].id}/ballots`
    const seen = async () =>
      (await desk.page(page)).inertiaProps as {
        person: { rights: { memberId: string }[]; receipts: { choice: unknown }[] }
      }
    const { person } = await seen()
    assert.deepEqual(
      person.rights.map(({ memberId }) => memberId),
      [holder.id, giver.id]
    )
    const carried = { elector: giver.id, by: holder.id, choice: 'no' }
    assert.match(sentence(await desk.send(ballots, carried), 'success'), /([0-9A-F]{4}-){3}/)
    const own = { elector: holder.id, by: holder.id, choice: 'yes' }
    assert.match(sentence(await desk.send(ballots, own), 'success'), /([0-9A-F]{4}-){3}/)
    const { person: after } = await seen()
    assert.deepEqual(
      after.receipts.map(({ choice }) => choice),
      [null, null]
    )
    assert.property(fieldErrors(await desk.send(ballots, { ...own, by: 'x' })), 'by')
    const nobody = `${OFFICE}/assemblies/${assembly.id}/desk/${absent.id}`
    assert.equal((await desk.page(nobody)).status(), 404)
    assert.isTrue(isRefused(await (await givenDesk(client, ['moderator'])).page(page)))
  })

  test('C28: the chair puts a mandate to the vote that nobody announced; a vote is opened for a time and taken back', async ({
    client,
    assert,
  }) => {
    const [director, other] = await givenMembers(3)
    const { assembly } = await givenMeeting()
    const mandate = await givenMandate(director)
    const desk = await givenDesk(client, ['board'])
    const at = `${OFFICE}/assemblies/${assembly.id}`
    const early = await desk.send(`${at}/revocations`, { mandate })
    assert.include(fieldErrors(early).mandate[0], 'pas ouverte')
    await begin(assembly)
    await arrive(assembly, director, other)
    const chair = (await desk.page(`${at}/chair`)).inertiaProps as { seats: { id: string }[] }
    assert.deepEqual(
      chair.seats.map(({ id }) => id),
      [mandate]
    )
    const added = await desk.send(`${at}/revocations`, { mandate })
    assert.include(sentence(added, 'success'), 'ordre du jour')
    assert.property(fieldErrors(await desk.send(`${at}/revocations`, { mandate })), 'mandate')
    const resolution = await Resolution.findByOrFail({ type: 'revocation' })
    const vote = `${OFFICE}/resolutions/${resolution.id}`
    assert.property(fieldErrors(await desk.send(`${vote}/opening`, { minutes: 0 })), 'minutes')
    await desk.send(`${vote}/opening`, { minutes: 5 })
    await resolution.refresh()
    assert.equal(resolution.closesAt!.diff(resolution.openedAt!).as('minutes'), 5)
    assert.include(sentence(await desk.send(`${vote}/withdrawal`), 'success'), 'annulée')
  })
})
