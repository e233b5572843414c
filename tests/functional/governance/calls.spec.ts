import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import type Assembly from '#models/governance/assembly'
import AssemblyDocument from '#models/governance/assembly_document'
import Ballot from '#models/governance/ballot'
import Resolution from '#models/governance/resolution'
import { runChecks } from '#checks/index'
import { callAgain } from '#services/governance/assemblies/call_again'
import { cancelAssembly, postponeAssembly } from '#services/governance/assemblies/change_of_plan'
import { checkIn } from '#services/governance/attendance/check_in'
import { nameBureau } from '#services/governance/attendance/name_bureau'
import { endSilentPresences, renewPresence } from '#services/governance/attendance/remote_presence'
import { buildMinutes } from '#services/governance/minutes/build_minutes'
import { findAssembly } from '#services/governance/queries/find_assembly'
import { recordMandate } from '#services/governance/mandates/begin_mandate'
import { writeMinutes } from '#services/governance/minutes/write_minutes'
import {
  keepAssemblyDocument,
  removeAssemblyDocument,
} from '#services/governance/documents/keep_document'
import { storedDocument } from '#services/membership/applications/document_files'
import { minutesPdf } from '#services/governance/documents/minutes_pdf'
import { nextAssembly } from '#services/governance/queries/next_assembly'
import { closeDueVotes } from '#services/governance/votes/close_due_votes'
import { openAssembly, openRemoteVotes, openVote } from '#services/governance/votes/open_vote'
import type { DecisionResult } from '#services/governance/votes/vote_result'
import { withdrawVote } from '#services/governance/votes/withdraw_vote'
import type { MinutesDocument } from '#services/governance/minutes/minutes_document'
import { givenAccount } from '#tests/support/accounts'
import {
  begin,
  callByLetter,
  beforeMeetings,
  CHAIR,
  clock,
  conclude,
  EVENING,
  everybodySays,
  givenMeeting,
  givenMembers,
  must,
  onPaper,
  putToVote,
  refusal,
  vote,
} from '#tests/support/meeting'
import { givenDesk } from '#tests/support/desk'
import { gather, rise } from '#tests/functional/governance/sitting'
import { pdfPages, pdfWords } from '#tests/support/pdf_words'
import { TIME_ZONE } from '#values/clock'
import { sha256OfFile } from '#values/digest'
import { newId } from '#values/id'

const again = ({ id }: Assembly, day = '2032-06-10') =>
  callAgain({
    firstCallId: id,
    startsAt: DateTime.fromISO(`${day}T18:00`, { zone: TIME_ZONE }),
    place: '',
    remoteLink: 'https://salle.peerfy.fr',
    actor: CHAIR,
    clock,
  })

/** A meeting with a window of votes from afar that has run, on the evening itself. */
async function givenWindow(given: Parameters<typeof givenMeeting>[0] = {}) {
  const meeting = await givenMeeting({
    remoteFrom: clock.now().minus({ days: 5 }),
    remoteUntil: clock.now().minus({ days: 1 }),
    ...given,
  })
  clock.moveTo('2032-05-17T10:00:00')
  must(await openRemoteVotes({ assemblyId: meeting.assembly.id, clock }))
  return meeting
}

test.group('Governance | a second call', (group) => {
  beforeMeetings(group)

  test('C20, C28: what was voted from afar without a quorum is not decided, and comes back on the second call', async ({
    assert,
  }) => {
    const members = await givenMembers(20)
    const { assembly, resolutions } = await givenWindow({
      resolutions: [{ majority: 'ordinary' }, { majority: 'extraordinary' }],
    })
    for (const one of resolutions) await everybodySays(one, members.slice(0, 4), 'yes')
    clock.moveTo(EVENING)
    await begin(assembly)
    const ordinary = await conclude(resolutions[0])
    const extraordinary = await conclude(resolutions[1])
    assert.deepEqual([ordinary.outcome, extraordinary.outcome], ['adopted', 'not_deliberated'])
    assert.isNull(extraordinary.effectedAt)
    await rise(assembly)
    const second = must(await again(assembly))
    const copied = await Resolution.query().where('assemblyId', second.id)
    assert.deepEqual(
      copied.map(({ number, state }) => [number, state]),
      [[2, 'pending']]
    )
    await callByLetter(second)
    clock.moveTo('2032-06-10T18:00:00')
    await gather(second, ...members.slice(0, 4))
    await putToVote(copied[0])
    must(await vote(copied[0], members[0], 'yes'))
    const decided = await conclude(copied[0])
    assert.deepEqual(decided.outcome, 'adopted')
    assert.deepEqual((decided.result as { quorum: { needed: number } }).quorum.needed, 4)
  })

  test('C20: a first call without its quorum ends with the second, its minutes those of an absence', async ({
    client,
    assert,
  }) => {
    const members = await givenMembers(20)
    const { assembly, resolutions } = await givenWindow({ resolutions: [{}, {}] })
    await everybodySays(resolutions[0], members.slice(0, 3), 'yes')
    clock.moveTo(EVENING)
    const second = must(await again(assembly))
    await assembly.refresh()
    assert.equal(assembly.state, 'closed')
    assert.isNotNull(assembly.lapsedAt)
    for (const one of resolutions) await one.refresh()
    assert.deepEqual(
      resolutions.map(({ outcome }) => outcome),
      ['not_deliberated', 'not_deliberated']
    )
    assert.lengthOf(await Resolution.query().where('assemblyId', second.id), 2)
    assert.equal((await nextAssembly(clock))!.id, second.id)
    const open = { assemblyId: assembly.id, actor: CHAIR, clock }
    assert.equal(refusal(await openAssembly(open)), 'not_noticed')
    assert.equal(refusal(await again(assembly)), 'called_again_already')
    const desk = await givenDesk(client, ['secretary'])
    const file = (await desk.page(`/governance/office/assemblies/${assembly.id}`)).body().props
    assert.deepEqual([file.may.callAgain, file.secondCall], [false, { id: second.id }])
    const secretary = await givenAccount({ fullName: 'Inès Petit' })
    const bureau = { secretaryAccountId: secretary.id, tellerMemberIds: [] }
    must(await nameBureau({ ...open, ...bureau, chairMemberId: members[1].id }))
    must(await nameBureau({ ...open, ...bureau, chairMemberId: members[0].id }))
    const minutes = must(await writeMinutes({ ...open, discussion: '' }))
    const document = minutes.document as MinutesDocument
    const pdf = await minutesPdf(document, {
      ...{ number: null, sha256: minutes.sha256!, signatures: [] },
      date: clock.now().toJSDate(),
    })
    const words = await pdfWords(pdf)
    assert.include(words, 'carence')
    assert.include(words, 'faute de quorum')
    const found = await runChecks({ period: null }, { only: /^governance\./ })
    assert.deepEqual(
      found.filter(({ failure }) => failure),
      []
    )
  })

  test('C20: where the quorum is there the meeting is held, not called again; nor while it runs', async ({
    assert,
  }) => {
    const members = await givenMembers(10)
    const { assembly, resolutions } = await givenWindow()
    await everybodySays(resolutions[0], members.slice(0, 2), 'yes')
    clock.moveTo(EVENING)
    assert.equal(refusal(await again(assembly)), 'quorum_is_there')
    assert.equal((await assembly.refresh()).state, 'noticed')
    await begin(assembly)
    assert.equal(refusal(await again(assembly)), 'first_call_running')
  })

  test('C28: the papers of the first call come with the second, each with bytes of its own', async ({
    assert,
  }) => {
    await givenMembers(20)
    const { assembly } = await givenWindow()
    const folder = await mkdtemp(join(tmpdir(), 'papers-'))
    const path = join(folder, 'projet.pdf')
    await writeFile(path, '%PDF-1.7 Projet de statuts')
    const paper = { assemblyId: assembly.id, title: 'Projet', path, clientName: 'projet.pdf' }
    const act = { actor: CHAIR, clock }
    const sent = must(await keepAssemblyDocument({ ...paper, ...act }))
    clock.moveTo(EVENING)
    const second = must(await again(assembly))
    const [copy, ...others] = await AssemblyDocument.query().where('assemblyId', second.id)
    assert.deepEqual(
      [others.length, copy.title, copy.fileName, copy.sha256],
      [0, 'Projet', 'projet.pdf', sent.sha256]
    )
    must(await removeAssemblyDocument({ assemblyId: second.id, documentId: copy.id, ...act }))
    assert.equal(await sha256OfFile(storedDocument(sent.storagePath)), sent.sha256)
    await rm(folder, { recursive: true })
  })

  test('C28: a paper whose file is lost stands in the way of no second call', async ({
    assert,
  }) => {
    await givenMembers(20)
    const { assembly } = await givenWindow()
    const lost = { title: 'Perdu', fileName: 'perdu.pdf', mimeType: 'application/pdf', byteSize: 9 }
    const where = { storagePath: 'governance/nowhere', sha256: 'a'.repeat(64) }
    const by = { uploadedByLabel: 'essai', uploadedAt: clock.now() }
    const paper = { id: newId(), assemblyId: assembly.id, ...lost, ...where, ...by }
    await AssemblyDocument.create(paper)
    clock.moveTo(EVENING)
    const second = must(await again(assembly))
    assert.lengthOf(await AssemblyDocument.query().where('assemblyId', second.id), 0)
  })

  test('a meeting opens on its day, not on a later one', async ({ assert }) => {
    await givenMembers(1)
    const { assembly } = await givenMeeting()
    const open = { assemblyId: assembly.id, actor: CHAIR, clock }
    clock.moveTo('2032-05-21T00:00:00')
    assert.equal(refusal(await openAssembly(open)), 'after_its_day')
    clock.moveTo('2032-05-20T23:59:59')
    must(await openAssembly(open))
  })
})

test.group('Governance | minutes of a board', (group) => {
  beforeMeetings(group)

  async function aMeetingOfTheBoard(): Promise<MinutesDocument> {
    const [ana] = await givenMembers(1)
    const seat = { bodyCode: 'board', resolutionId: null, resolutionReference: 'AG1-R1' }
    const given = { ...seat, memberId: ana.id, startsOn: '2032-01-05', actor: CHAIR, clock }
    must(await recordMandate(given))
    const { assembly } = await givenMeeting({ body: 'board', kind: 'board', chair: ana })
    const officers = { chairMemberId: ana.id, secretaryAccountId: (await givenAccount()).id }
    const bureau = { assemblyId: assembly.id, ...officers, tellerMemberIds: [] }
    must(await nameBureau({ ...bureau, actor: CHAIR, clock }))
    await gather(assembly, ana)
    await rise(assembly)
    const met = await findAssembly(assembly.id)
    return db.transaction((trx) => buildMinutes(trx, met, { discussion: '', sheetSha256: 'a' }))
  }

  const paper = (document: MinutesDocument) => {
    const state = { number: null, sha256: 'a'.repeat(64), signatures: [] }
    return minutesPdf(document, { ...state, date: clock.now().toJSDate() })
  }

  test('C29: they call the body as the statutes do; minutes written before kept no name', async ({
    assert,
  }) => {
    const document = await aMeetingOfTheBoard()
    const words = async (given: MinutesDocument) =>
      (await pdfWords(await paper(given))).replace(/\s+/g, ' ')
    assert.include(await words(document), 'les membres de l’instance « Conseil coopératif » de')
    const { bodyName, ...older } = document.assembly
    assert.equal(bodyName, 'Conseil coopératif')
    assert.include(await words({ ...document, assembly: older }), 'les membres de l’instance de')
  })

  test('C29: however long they are, the signatures stand on a page with the end of the meeting', async ({
    assert,
  }) => {
    const document = await aMeetingOfTheBoard()
    for (let lines = 0; lines <= 30; lines++) {
      const discussion = 'Une ligne de débat.\n'.repeat(lines)
      const pages = await pdfPages(await paper({ ...document, discussion }))
      const signed = pages.find((page) => page.includes('Signatures'))
      assert.include(signed, 'La séance est levée', `${lines} lines`)
    }
  })
})

test.group('Governance | what may still be undone', (group) => {
  beforeMeetings(group)

  test('C23: a meeting with votes from afar is cancelled with its reason, its ballots kept and void', async ({
    assert,
  }) => {
    const [one] = await givenMembers(2)
    const { assembly, resolutions } = await givenWindow()
    must(await vote(resolutions[0], one, 'yes'))
    const act = { assemblyId: assembly.id, actor: CHAIR, clock }
    assert.equal(
      refusal(
        await postponeAssembly({
          ...act,
          startsAt: clock.now().plus({ days: 30 }),
          reason: 'Panne',
        })
      ),
      'votes_have_begun'
    )
    const { voided } = must(await cancelAssembly({ ...act, reason: 'Panne du site' }))
    assert.equal(voided, 1)
    await resolutions[0].refresh()
    assert.equal(resolutions[0].outcome, 'void')
    assert.deepEqual(resolutions[0].result, { kind: 'void', ballots: 1, reason: 'Panne du site' })
    assert.equal(
      await Ballot.query()
        .count('* as total')
        .then(([row]) => Number(row.$extras.total)),
      1
    )
    assert.equal(refusal(await vote(resolutions[0], one, 'no')), 'already_voted')
    const [event] = await db.from('audit_events').where('action', 'governance.cancel_assembly')
    assert.deepEqual([event.after.voided, event.reason], [1, 'Panne du site'])
  })

  test('a vote opened by mistake is taken back while nobody has voted, by SQL neither afterwards', async ({
    assert,
  }) => {
    const [one] = await givenMembers(1)
    const { assembly, resolutions } = await givenMeeting()
    await gather(assembly, one)
    const act = { resolutionId: resolutions[0].id, actor: CHAIR, clock }
    await putToVote(resolutions[0])
    must(await withdrawVote(act))
    assert.equal(must(await withdrawVote(act)).state, 'pending')
    assert.equal(refusal(await vote(resolutions[0], one, 'yes')), 'vote_not_open')
    await putToVote(resolutions[0])
    must(await vote(resolutions[0], one, 'yes'))
    assert.equal(refusal(await withdrawVote(act)), 'vote_has_ballots')
    assert.equal((await resolutions[0].refresh()).state, 'open')
    await conclude(resolutions[0])
    assert.equal(refusal(await withdrawVote(act)), 'vote_closed')
  })

  test('a vote that ends by the clock takes a ballot in its last second and none in the next', async ({
    assert,
  }) => {
    const [one, two, three] = await givenMembers(3)
    const { assembly, resolutions } = await givenMeeting({ chair: three })
    must(await onPaper(assembly, three, null))
    await gather(assembly, one, two)
    must(await openVote({ resolutionId: resolutions[0].id, minutes: 5, actor: CHAIR, clock }))
    clock.moveTo('2032-05-20T18:04:59.999')
    must(await vote(resolutions[0], one, 'yes'))
    assert.deepEqual(await closeDueVotes(clock), { closed: 0 })
    clock.moveTo('2032-05-20T18:05:00.000')
    assert.equal(refusal(await vote(resolutions[0], two, 'yes')), 'vote_closed')
    const late = db.transaction((trx) =>
      trx.table('ballots').insert({
        ...{ id: newId(), resolution_id: resolutions[0].id, assembly_id: assembly.id },
        ...{ elector_member_id: two.id, cast_by_member_id: two.id, channel: 'room' },
        ...{ choice: 'yes', cast_at: clock.now().toISO()!, receipt: 'X' },
      })
    )
    await assert.rejects(() => late, /the vote has ended/)
    assert.deepEqual(await closeDueVotes(clock), { closed: 1 })
    assert.deepEqual(await closeDueVotes(clock), { closed: 0 })
    assert.equal((await resolutions[0].refresh()).outcome, 'adopted')
  })

  test('C20: a vote that ended while the server was away has the quorum of its end, not of the hour it is counted', async ({
    assert,
  }) => {
    const [room, far, silent] = await givenMembers(10)
    const { assembly, resolutions } = await givenMeeting({ resolutions: [{}, {}], chair: room })
    const comes = ({ id: memberId }: typeof far) =>
      checkIn({ assemblyId: assembly.id, memberId, mode: 'remote', actor: CHAIR, clock })
    await gather(assembly, room)
    must(await comes(far))
    must(await comes(silent))
    for (const one of resolutions) {
      must(await openVote({ resolutionId: one.id, minutes: 6, actor: CHAIR, clock }))
      must(await vote(one, room, 'yes'))
    }
    clock.moveTo('2032-05-20T18:04:00')
    await renewPresence(assembly.id, [far.id], clock)
    clock.moveTo('2032-05-20T18:30:00')
    assert.deepEqual(await endSilentPresences(db, clock), { ended: 2 })
    must(await comes(silent))
    assert.deepEqual(await closeDueVotes(clock), { closed: 2 })
    for (const one of resolutions) {
      await one.refresh()
      const { counted, needed } = (one.result as DecisionResult).quorum
      assert.deepEqual([one.outcome, counted, needed], ['adopted', 2, 2])
    }
  })
})
