import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import Assembly from '#models/governance/assembly'
import AssemblyDocument from '#models/governance/assembly_document'
import AgendaItem from '#models/governance/agenda_item'
import Candidate from '#models/governance/candidate'
import Notice from '#models/governance/notice'
import Resolution from '#models/governance/resolution'
import { noticeAssembly } from '#services/governance/notices/notice_assembly'
import { asStaff, givenAccount } from '#tests/support/accounts'
import { fieldErrors, givenDesk, isRefused, sentence } from '#tests/support/desk'
import { must, withCooperative } from '#tests/support/shares'
import { givenReadyAssembly, givenVoter } from '#tests/functional/governance/before_scene'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'

const clock = new FixedClock('2026-05-20T10:00')
const LIST = '/governance/office/assemblies'
const FORM = {
  kind: 'ordinary',
  presence: 'room',
  title: 'Assemblée de juin',
  starts_at: '2026-06-17T18:00',
  place: 'Montreuil',
}
const RESOLUTION = {
  title: 'Approbation des comptes',
  text: 'L’assemblée générale approuve les comptes.',
  type: 'decision',
  majority: 'ordinary',
  from_board: 'yes',
  change: 'none',
}

/** Every act of the office on a file, with a form that would pass. */
function officeActs(id: string, itemId: string, resolutionId: string): [string, object][] {
  const file = `${LIST}/${id}`
  return [
    [LIST, FORM],
    [`${file}/facts`, FORM],
    [`${file}/items`, { title: 'Divers' }],
    [`${file}/items/requests`, { title: 'Divers', member_number: 1, signatories: 1 }],
    [`${file}/items/${itemId}`, { title: 'Divers' }],
    [`${file}/items/${itemId}/place`, { direction: 'up' }],
    [`${file}/resolutions`, { ...RESOLUTION, item_id: itemId }],
    [`${file}/resolutions/${resolutionId}`, { ...RESOLUTION, item_id: itemId }],
    [`${file}/resolutions/${resolutionId}/candidates`, { member_number: 1 }],
    [`${file}/resolutions/${resolutionId}/amendments/${newId()}`, { decision: 'rejected' }],
    [`${file}/resolutions/${resolutionId}/comments/${newId()}/removal`, { reason: 'Hors sujet' }],
    [`${file}/questions/${newId()}`, { answer: 'Oui.' }],
    [`${file}/documents`, { title: 'Comptes' }],
    [`${file}/notices`, {}],
    [`${file}/notices/posting`, { kind: 'notice', posted_on: '2026-05-20', proof: 'B 12' }],
    [`${file}/cancellation`, { reason: 'Salle fermée' }],
    [`${file}/postponement`, { starts_at: '2026-07-17T18:00', reason: 'Salle fermée' }],
    [`${file}/second-call`, { starts_at: '2026-07-17T18:00' }],
  ]
}

// Routes 'governance.office.assemblies.store', 'governance.office.assemblies.update',
// 'governance.office.assemblies.items.store', 'governance.office.assemblies.items.request',
// 'governance.office.assemblies.items.update', 'governance.office.assemblies.items.move',
// 'governance.office.assemblies.items.destroy', 'governance.office.assemblies.resolutions.store',
// 'governance.office.assemblies.resolutions.update',
// 'governance.office.assemblies.resolutions.destroy',
// 'governance.office.assemblies.candidates.store',
// 'governance.office.assemblies.candidates.destroy',
// 'governance.office.assemblies.amendments.update',
// 'governance.office.assemblies.comments.destroy',
// 'governance.office.assemblies.questions.update',
// 'governance.office.assemblies.documents.store',
// 'governance.office.assemblies.documents.destroy',
// 'governance.office.assemblies.notices.store', 'governance.office.assemblies.notices.posting',
// 'governance.office.assemblies.cancel', 'governance.office.assemblies.postpone' and
// 'governance.office.assemblies.call_again'.
test.group('Assemblies | the office', (group) => {
  withCooperative(group, { clock, at: '2026-05-20T10:00' })

  test('strangers, other accounts and the treasurer change nothing', async ({ client, assert }) => {
    const { assembly, item, resolution } = await givenReadyAssembly(clock, '2026-06-17T18:00')
    const acts = officeActs(assembly.id, item.id, resolution.id)
    const nobody = await givenAccount()
    const marc = await givenDesk(client, ['treasurer'])
    assert.equal((await marc.page(LIST)).body().props.may.manage, false)
    assert.equal((await marc.page(`${LIST}/${assembly.id}`)).body().props.may.manage, false)
    assert.isTrue(isRefused(await asStaff(client.get(LIST), nobody)))
    for (const [path, form] of acts) {
      const stranger = await client.post(path).withCsrfToken().json(form).redirects(0)
      assert.match(stranger.header('location')!, /sign-in/, path)
      assert.isTrue(isRefused(await marc.send(path, form)), path)
    }
    for (const path of [
      `${LIST}/${assembly.id}/items/${item.id}`,
      `${LIST}/${assembly.id}/resolutions/${resolution.id}`,
      `${LIST}/${assembly.id}/resolutions/${resolution.id}/candidates/${newId()}`,
      `${LIST}/${assembly.id}/documents/${newId()}`,
    ]) {
      assert.isTrue(isRefused(await marc.remove(path)), path)
    }
    assert.lengthOf(await Assembly.all(), 1)
    assert.equal((await assembly.refresh()).state, 'draft')
  })

  test('the secretary prepares a whole file and calls the meeting', async ({ client, assert }) => {
    const member = await givenVoter(clock, 'Diallo', [['2026-02-01', true]])
    const ines = await givenDesk(client, ['secretary'])
    const impossible = await ines.send(LIST, { ...FORM, starts_at: '2026-02-30T18:00' })
    assert.property(fieldErrors(impossible), 'starts_at')
    const skipped = await ines.send(LIST, { ...FORM, starts_at: '2027-03-28T02:30' })
    assert.property(fieldErrors(skipped), 'starts_at')
    const soon = await ines.send(LIST, { ...FORM, starts_at: '2026-06-01T18:00' })
    assert.match(fieldErrors(soon).starts_at[0], /à partir du 5 juin 2026/)
    assert.sameMembers(Object.keys(fieldErrors(await ines.send(LIST, {}))), [
      'kind',
      'presence',
      'title',
      'starts_at',
    ])
    await ines.send(LIST, { ...FORM, kind: 'mixed' })
    const { id } = await Assembly.firstOrFail()
    const file = `${LIST}/${id}`
    await ines.send(`${file}/items`, { title: 'Comptes' })
    await ines.send(`${file}/items`, { title: 'Conseil' })
    const [comptes, conseil] = await AgendaItem.query().orderBy('position')
    await ines.send(`${file}/resolutions`, { ...RESOLUTION, item_id: comptes.id })
    await ines.send(`${file}/resolutions`, {
      ...RESOLUTION,
      ...{ item_id: conseil.id, type: 'election', majority: 'extraordinary' },
      ...{ title: 'Élection', body_code: 'board', seats: 2 },
    })
    await ines.send(`${file}/items/${conseil.id}/place`, { direction: 'up' })
    const [election, accounts] = await Resolution.query().orderBy('number')
    assert.equal(election.type, 'election')
    const { props } = (await ines.page(file)).body()
    assert.deepEqual(
      props.checklist.gaps.map((gap: { code: string }) => gap.code),
      ['no_candidate']
    )
    assert.equal(props.checklist.lastSending, '2026-06-01')
    assert.equal(props.checklist.firstDay, '2026-06-05')
    const candidates = `${file}/resolutions/${election.id}/candidates`
    assert.property(
      fieldErrors(await ines.send(candidates, { member_number: 99 })),
      'member_number'
    )
    await ines.send(candidates, { member_number: member.number! })
    assert.property(
      fieldErrors(await ines.send(candidates, { member_number: member.number! })),
      'member_number'
    )
    const noChange = { ...RESOLUTION, item_id: comptes.id, change: `statutes:${newId()}` }
    const linked = await ines.send(`${file}/resolutions/${accounts.id}`, noChange)
    assert.property(fieldErrors(linked), 'majority')
    const called = await ines.send(`${file}/notices`)
    assert.match(sentence(called, 'success'), /un e-mail, aucune lettre/)
    const frozen = await ines.send(`${file}/items`, { title: 'Divers' })
    assert.match(sentence(frozen, 'error'), /ne changent plus/)
    assert.match(
      sentence(await ines.remove(`${file}/items/${comptes.id}`), 'error'),
      /ne changent plus/
    )
    const board = (await ines.page(`${file}/notices`)).body().props
    assert.equal(board.proof.lines[0].proven, 'L’e-mail attend son départ.')
    assert.equal(board.timing.legalForm, 'SAS')
  })

  test('points, resolutions, candidates and papers are taken off before the notice', async ({
    client,
    assert,
  }) => {
    await givenVoter(clock, 'Diallo')
    const { assembly, item, resolution } = await givenReadyAssembly(clock, '2026-06-17T18:00')
    const ines = await givenDesk(client, ['secretary'])
    const file = `${LIST}/${assembly.id}`
    const upload = (content: string) =>
      asStaff(client.post(`${file}/documents`), ines.account)
        .withCsrfToken()
        .field('title', 'Comptes')
        .file('file', Buffer.from(content), { filename: 'comptes.pdf' })
        .redirects(0)
    assert.property(fieldErrors(await upload('<html>')), 'file')
    await upload('%PDF-1.4 …')
    const paper = await AssemblyDocument.firstOrFail()
    const sent = await ines.file(`${file}/documents/${paper.id}`)
    assert.equal(sent.header('content-type'), 'application/pdf')
    assert.equal((await ines.file(`${file}/documents/${newId()}`)).status(), 404)
    await ines.remove(`${file}/documents/${paper.id}`)
    assert.lengthOf(await AssemblyDocument.all(), 0)
    const specimen = await ines.file(`${file}/notices/letters.pdf`)
    assert.equal(specimen.header('content-type'), 'application/pdf')
    await ines.send(`${file}/resolutions`, {
      ...{ ...RESOLUTION, item_id: item.id, type: 'election', body_code: 'board', seats: 1 },
    })
    const election = await Resolution.findByOrFail('type', 'election')
    await ines.send(`${file}/resolutions/${election.id}/candidates`, { member_number: 1 })
    const candidate = await Candidate.firstOrFail()
    await ines.remove(`${file}/resolutions/${election.id}/candidates/${candidate.id}`)
    assert.lengthOf(await Candidate.all(), 0)
    await ines.remove(`${file}/resolutions/${resolution.id}`)
    assert.equal((await election.refresh()).number, 1)
    await ines.send(`${file}/items/${item.id}`, { title: 'Autre titre' })
    assert.equal((await item.refresh()).title, 'Autre titre')
    await ines.remove(`${file}/items/${item.id}`)
    assert.lengthOf(await AgendaItem.all(), 0)
    await ines.send(`${file}/facts`, { ...FORM, title: 'Assemblée d’été' })
    assert.equal((await assembly.refresh()).title, 'Assemblée d’été')
    await ines.send(`${file}/items/requests`, { title: 'Eau', member_number: 1, signatories: 1 })
    assert.isNotNull((await AgendaItem.firstOrFail()).proposedByMemberId)
    await ines.send(`${file}/cancellation`, { reason: 'Salle fermée' })
    assert.equal((await assembly.refresh()).state, 'cancelled')
  })
})

async function givenMemberDesk(client: ApiClient, name: string) {
  const member = await givenVoter(clock, name)
  const desk = await givenDesk(client, [])
  await member.merge({ accountId: desk.account.id }).save()
  return { member, ...desk }
}

// Routes 'governance.mine.items.store', 'governance.mine.questions.store',
// 'governance.mine.amendments.store', 'governance.mine.amendments.destroy' and
// 'governance.mine.comments.store'.
test.group('Assemblies | members beforehand', (group) => {
  withCooperative(group, { clock, at: '2026-05-20T10:00' })

  test('strangers sign in, accounts without shares say nothing', async ({ client, assert }) => {
    const { assembly, resolution } = await givenReadyAssembly(clock, '2026-06-17T18:00')
    const mine = `/governance/mine/${assembly.id}`
    const acts: [string, object][] = [
      [`${mine}/items`, { title: 'Eau' }],
      [`${mine}/questions`, { body: 'Pourquoi ?' }],
      [`${mine}/resolutions/${resolution.id}/amendments`, { text: 'Autre texte.' }],
      [`${mine}/resolutions/${resolution.id}/comments`, { body: 'Bien.' }],
    ]
    const nobody = await givenDesk(client, [])
    for (const [path, form] of acts) {
      const stranger = await client.post(path).withCsrfToken().json(form).redirects(0)
      assert.match(stranger.header('location')!, /sign-in/)
      assert.match(sentence(await nobody.send(path, form), 'error'), /pas celui d’une personne/)
    }
    const page = (await nobody.page('/governance/mine')).body()
    assert.isFalse(page.props.isMember)
    assert.equal((await nobody.file(`${mine}/assembly.ics`)).status(), 404)
  })

  test('C28 a member comments, amends, asks and adds a point until the notice', async ({
    client,
    assert,
  }) => {
    const lea = await givenMemberDesk(client, 'Petit')
    const ines = await givenDesk(client, ['secretary'])
    const { assembly, resolution, act } = await givenReadyAssembly(clock, '2026-06-17T18:00')
    const mine = `/governance/mine/${assembly.id}`
    const draft = `${mine}/resolutions/${resolution.id}`
    const office = `${LIST}/${assembly.id}/resolutions/${resolution.id}`
    assert.property(fieldErrors(await lea.send(`${draft}/comments`, {})), 'body')
    await lea.send(`${draft}/comments`, { body: 'Très clair.' })
    assert.property(
      fieldErrors(await lea.send(`${draft}/amendments`, { text: resolution.text })),
      'text'
    )
    await lea.send(`${draft}/amendments`, { text: 'Premier texte.', reason: 'Plus court' })
    await lea.send(`${draft}/amendments`, { text: 'Second texte.' })
    await lea.send(`${mine}/questions`, { body: 'Combien d’eau ?' })
    await lea.send(`${mine}/items`, { title: 'Eau' })
    const { props } = (await lea.page('/governance/mine')).body()
    const [first, second] = props.discussion.amendments
    await lea.remove(`${draft}/amendments/${first.id}`)
    await ines.send(`${office}/amendments/${second.id}`, { decision: 'accepted', answer: 'Oui' })
    assert.equal((await resolution.refresh()).text, 'Second texte.')
    const [question] = props.discussion.questions
    await ines.send(`${LIST}/${assembly.id}/questions/${question.id}`, { answer: 'Deux litres.' })
    const [comment] = props.discussion.comments
    await ines.send(`${office}/comments/${comment.id}/removal`, { reason: 'À sa demande' })
    must(await noticeAssembly(act))
    const late = await lea.send(`${draft}/comments`, { body: 'Encore.' })
    assert.match(sentence(late, 'error'), /ne changent plus/)
    const after = (await lea.page('/governance/mine')).body().props
    assert.isFalse(after.view.mayDiscuss)
    assert.lengthOf(after.discussion.comments, 0)
    assert.equal(after.discussion.questions[0].answer, 'Deux litres.')
    assert.isTrue(after.agenda.some((item: { byMembers: boolean }) => item.byMembers))
    const ics = await lea.file(`${mine}/assembly.ics`)
    assert.include(ics.text(), 'DTSTART:20260617T160000Z')
  })

  test('a point needs a twentieth of the members or of the capital', async ({ client, assert }) => {
    const lea = await givenMemberDesk(client, 'Petit')
    for (let one = 0; one < 25; one++) await givenVoter(clock, `Voisin ${one}`)
    const { assembly } = await givenReadyAssembly(clock, '2026-06-17T18:00')
    const refused = await lea.send(`/governance/mine/${assembly.id}/items`, { title: 'Eau' })
    assert.match(fieldErrors(refused).signatories[0], /2 signataires/)
    const ines = await givenDesk(client, ['secretary'])
    const paper = { title: 'Eau', member_number: lea.member.number!, signatories: 2 }
    await ines.send(`${LIST}/${assembly.id}/items/requests`, paper)
    assert.lengthOf(await AgendaItem.query().whereNotNull('proposedByMemberId'), 1)
  })

  test('the link of a notice opens the papers, an unknown one nothing', async ({
    client,
    assert,
  }) => {
    await givenVoter(clock, 'Petit')
    const { act } = await givenReadyAssembly(clock, '2026-06-17T18:00')
    must(await noticeAssembly(act))
    const token = 'a'.repeat(43)
    const { sha256Hex } = await import('#values/digest')
    const notice = await Notice.firstOrFail()
    await notice.markSent(clock.now(), 'x', sha256Hex(token)).save()
    const link: string = `/governance/invitations/${token}`
    const page = await client.get(link).withInertia()
    const { component, props } = page.body() as { component: string; props: { name: string } }
    assert.deepEqual([component, props.name], ['governance/invitation', 'Camille Petit'])
    const ics = await client.get(`/governance/invitations/${token}/assembly.ics`)
    assert.include(ics.text(), 'BEGIN:VEVENT')
    const unknown = await client.get(`/governance/invitations/${'b'.repeat(43)}`)
    assert.equal(unknown.status(), 404)
  })
})
