import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import StatuteProfile from '#models/statutes/statute_profile'
import { draftMark, draftStatutes } from '#services/statutes/draft_statutes'
import { renderBodies } from '#services/statutes/text/render_statutes'
import { typedSettings } from '#services/statutes/form/typed'
import { asStaff, givenAccount } from '#tests/support/accounts'
import { fieldErrors, givenDesk, isRefused, sentence, withClock } from '#tests/support/desk'
import { pdfWords } from '#tests/support/pdf_words'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'

const PROFILES = '/statutes/office/profiles'
const clock = new FixedClock('2026-05-20T10:00')
const actor = { label: 'Secrétariat' }

async function givenDraft() {
  const draft = await draftStatutes({ label: 'Statuts 2027', actor, clock })
  return { id: draft.id, address: `${PROFILES}/${draft.id}`, form: formOf(draft) }
}

/** What the page of a draft sends back when nobody touched it. */
function formOf(draft: StatuteProfile) {
  return {
    label: draft.label,
    mark: draftMark(draft),
    source_fr: draft.sourceFr,
    source_en: draft.sourceEn,
    ...typedSettings(draft.settings, 'fr'),
  }
}

// Routes 'statutes.office.profiles.store', 'statutes.office.profiles.update',
// 'statutes.office.profiles.destroy', 'statutes.office.findings.store' and
// 'statutes.office.adoptions.store'.
test.group('Statutes | the office', (group) => {
  withClock(group, clock)
  group.each.setup(() => emptyCooperative())

  test('strangers, accounts without a role and the treasurer change nothing', async ({
    client,
    assert,
  }) => {
    const { address, form } = await givenDraft()
    const stranger = await client.get(PROFILES).redirects(0)
    assert.match(stranger.header('location')!, /sign-in/)
    const nobody = await givenAccount()
    assert.isTrue(isRefused(await asStaff(client.get(PROFILES), nobody)))
    const marc = await givenDesk(client, ['treasurer'])
    const index = (await marc.page(PROFILES)).body().props
    assert.lengthOf(index.profiles, 1)
    assert.isFalse(index.may.manage)
    assert.isFalse((await marc.page(address)).body().props.may.manage)
    const asked = [
      await marc.send(PROFILES, { label: 'Les miens' }),
      await marc.send(`${address}/findings`, form),
      await marc.send(`${address}/adoption`, {}),
      await marc.remove(address),
      await asStaff(client.put(address), marc.account).withCsrfToken().json(form).redirects(0),
      await marc.page(`${address}/edit`),
    ]
    assert.deepEqual(asked.map(isRefused), [true, true, true, true, true, true])
    const anonymous = await client.post(PROFILES).withCsrfToken().json({ label: 'x' }).redirects(0)
    assert.match(anonymous.header('location')!, /sign-in/)
    assert.lengthOf(await StatuteProfile.query().where('state', 'draft'), 1)
  })

  test('the secretary prepares a version, whose name is needed', async ({ client, assert }) => {
    await adoptTestStatutes()
    const ines = await givenDesk(client, ['secretary'])
    const nameless = await ines.send(PROFILES, { label: ' ' })
    assert.property(fieldErrors(nameless), 'label')
    const prepared = await ines.send(PROFILES, { label: 'Statuts 2027' })
    const draft = await StatuteProfile.findByOrFail('state', 'draft')
    assert.equal(prepared.header('location'), `${PROFILES}/${draft.id}/edit`)
    const { props } = (await ines.page(`${PROFILES}/${draft.id}/edit`)).body()
    assert.equal(props.before, 1)
    assert.equal(props.draft.fields['capital.nominalCents'], '20')
    assert.equal(props.draft.fields['assemblies.extraordinary.majority'], '2/3')
    assert.deepEqual(props.review.differences, [])
    const [act] = await db.from('audit_events').where({ subject_id: draft.id })
    assert.equal(act.action, 'statutes.draft_profile')
    assert.equal(act.actor_account_id, ines.account.id)
  })

  test('a draft may be saved wrong, with findings in words; what cannot be read is refused at its field', async ({
    client,
    assert,
  }) => {
    await adoptTestStatutes()
    const { id, address, form } = await givenDraft()
    const ines = await givenDesk(client, ['secretary'])
    const put = (body: object) =>
      asStaff(client.put(address), ines.account).withCsrfToken().json(body).redirects(0)
    const unreadable = await put({
      ...form,
      fields: {
        ...form.fields,
        'capital.nominalCents': 'vingt',
        'exclusion.majority': '1/0',
        'exit.noticeMonths': '-3',
        'capital.paidUpMonths': '1,5',
      },
    })
    assert.sameMembers(Object.keys(fieldErrors(unreadable)), [
      'capital.nominalCents',
      'exclusion.majority',
      'exit.noticeMonths',
      'capital.paidUpMonths',
    ])
    const wrong = {
      ...form,
      fields: { ...form.fields, 'reserves.legalBp': '10', 'exit.noticeMonths': '6' },
    }
    const saved = await put(wrong)
    assert.equal(sentence(saved, 'success'), 'Le projet est enregistré.')
    const { review } = (await ines.page(address)).body().props
    const [finding] = review.findings
    assert.equal(finding.path, 'reserves.legalBp')
    assert.equal(finding.article, 'loi n° 47-1775, art. 16')
    assert.match(finding.text, /^10\s% à la réserve légale\s: la loi demande au moins 15\s%/)
    assert.deepInclude(review.differences, {
      section: 'exits',
      path: 'exit.noticeMonths',
      label: 'Préavis de retrait (mois)',
      before: '3',
      after: '6',
    })
    assert.include(
      review.articles.map((article: any) => article.heading),
      'Article 12. Retrait'
    )
    const late = await put({ ...wrong, label: 'Autre nom' })
    assert.match(fieldErrors(late).form[0], /^Quelqu’un d’autre a modifié ce projet/)
    assert.equal((await StatuteProfile.findOrFail(id)).label, 'Statuts 2027')
    const nothing = await put({})
    assert.includeMembers(Object.keys(fieldErrors(nothing)), ['label', 'fields', 'source_fr'])
  })

  test('the linter answers while one types, and saves nothing', async ({ client, assert }) => {
    await adoptTestStatutes()
    const { id, address, form } = await givenDraft()
    const ines = await givenDesk(client, ['secretary'])
    const colleges = form.lists.colleges.map((line, at) =>
      at === 0 ? { ...line, weightBp: '50,01' } : line
    )
    const answer = await ines.send(`${address}/findings`, {
      ...form,
      fields: { ...form.fields, 'capital.paidUpBp': 'tout' },
      lists: { ...form.lists, colleges },
    })
    answer.assertStatus(200)
    const { findings, unread } = answer.body()
    assert.deepEqual(
      findings.filter(({ severity }: any) => severity === 'error').map(({ path }: any) => path),
      ['colleges.0.weightBp', 'colleges']
    )
    assert.deepEqual(Object.keys(unread), ['capital.paidUpBp'])
    const stored = await StatuteProfile.findOrFail(id)
    assert.equal(stored.settings.colleges[0].weightBp, 3_000)
    const empty = await ines.send(`${address}/findings`, {})
    assert.property(fieldErrors(empty), 'fields')
  })

  test('an adoption names its vote; one that the law or the calendar refuses says why', async ({
    client,
    assert,
  }) => {
    await adoptTestStatutes({}, '2026-05-01')
    const { id, address } = await givenDraft()
    const ines = await givenDesk(client, ['secretary'])
    const vote = {
      resolution_reference: 'AGE-2026-R1',
      resolution_date: '2026-05-12',
      effective_on: '2026-06-01',
    }
    const adoption = `${address}/adoption`
    assert.sameMembers(Object.keys(fieldErrors(await ines.send(adoption, {}))), [
      'resolution_reference',
      'resolution_date',
      'effective_on',
    ])
    const future = await ines.send(adoption, { ...vote, resolution_date: '2026-05-21' })
    assert.match(fieldErrors(future).resolution_date[0], /aujourd’hui au plus tard/)
    const before = await ines.send(adoption, { ...vote, effective_on: '2026-05-11' })
    assert.property(fieldErrors(before), 'effective_on')
    const draft = await StatuteProfile.findOrFail(id)
    const settings = structuredClone(draft.settings)
    settings.reserves.legalBp = 1_000
    await draft.merge({ settings }).save()
    const unlawful = await ines.send(adoption, vote)
    assert.match(fieldErrors(unlawful).form[0], /^Une erreur empêche l’adoption/)
    settings.reserves.legalBp = 1_500
    await draft.merge({ settings: structuredClone(settings) }).save()
    const adopted = await ines.send(adoption, vote)
    assert.equal(sentence(adopted, 'success'), 'La version 2 est adoptée.')
    const twice = await ines.send(adoption, vote)
    assert.match(fieldErrors(twice).form[0], /^Ce n’est plus un projet/)
    const edit = await ines.page(`${address}/edit`).redirects(0)
    assert.equal(edit.header('location'), address)
    const { profiles } = (await ines.page(PROFILES)).body().props
    assert.deepEqual(
      profiles.map(({ standing }: any) => standing),
      ['to_come', 'in_force']
    )
  })

  test('no adoption lets a member fall out of every category', async ({ client, assert }) => {
    await adoptTestStatutes({}, '2026-05-01')
    const memberId = newId()
    const at = clock.now().toISO()!
    await db.table('members').insert({
      id: memberId,
      kind: 'natural',
      person_key: memberId,
      display_name: 'Lou Bénévole',
      email: 'lou@exemple.test',
      state: 'admitted',
      admitted_on: '2026-05-02',
      created_at: at,
    })
    await db.table('member_categories').insert({
      id: newId(),
      member_id: memberId,
      category_code: 'supporter',
      valid_from: '2026-05-02',
      recorded_at: at,
      recorded_by_label: 'test',
    })
    const { id, address } = await givenDraft()
    const draft = await StatuteProfile.findOrFail(id)
    const settings = structuredClone(draft.settings)
    settings.categories = settings.categories.filter(({ code }) => code !== 'supporter')
    settings.colleges = []
    await draft.merge({ settings }).save()
    const ines = await givenDesk(client, ['secretary'])
    const refused = await ines.send(`${address}/adoption`, {
      resolution_reference: 'AGE-2026-R2',
      resolution_date: '2026-05-12',
      effective_on: '2026-06-01',
    })
    assert.match(
      fieldErrors(refused).form[0],
      /^Un sociétaire relève encore de catégories que ce projet ne connaît plus \(supporter\)/
    )
  })

  test('a draft is put aside once, and stays readable', async ({ client, assert }) => {
    const { address } = await givenDraft()
    const ines = await givenDesk(client, ['administrator'])
    const aside = await ines.remove(address)
    assert.equal(sentence(aside, 'success'), 'Le projet est mis de côté.')
    assert.match(sentence(await ines.remove(address), 'error'), /^Ce n’est plus un projet/)
    assert.equal((await ines.page(address)).body().props.profile.standing, 'discarded')
    const pdf = await ines.file(`${address}/statutes.pdf`)
    assert.equal(pdf.header('content-type'), 'application/pdf')
  })

  test('what a draft changes is a paper to send with the notice; the first version has none', async ({
    client,
    assert,
  }) => {
    const first = await adoptTestStatutes()
    const { id, address } = await givenDraft()
    const draft = await StatuteProfile.findOrFail(id)
    const settings = structuredClone(draft.settings)
    settings.proxies.max += 1
    await draft.merge({ settings, ...renderBodies(settings, draft) }).save()
    const ines = await givenDesk(client, ['secretary'])
    const paper = await ines.file(`${address}/changes.pdf`)
    const words = await pdfWords(paper.body() as Buffer)
    assert.include(words, 'Les règles qui changent')
    assert.match(words, /Avant\s.*nul ne peut en recevoir plus de/s)
    const none = await ines.file(`/statutes/office/profiles/${first.id}/changes.pdf`)
    assert.equal(none.status(), 404)
    const stranger = await client.get(`${address}/changes.pdf`).redirects(0)
    assert.match(stranger.header('location')!, /sign-in/)
  })
})

test.group('Statutes | as everybody reads them', (group) => {
  withClock(group, clock)
  group.each.setup(() => emptyCooperative())

  test('before the first vote the page says so, and a draft is shown to nobody', async ({
    client,
    assert,
  }) => {
    await givenDraft()
    const { props } = (await client.get('/statutes').withInertia()).body() as any
    assert.isNull(props.shown)
    assert.deepEqual(props.versions, [])
  })

  test('the version in force, those before, and the legal mention of every page', async ({
    client,
    assert,
  }) => {
    const first = await adoptTestStatutes({}, '2024-01-01')
    await adoptTestStatutes({ exit: { noticeMonths: 6 } }, '2026-01-01')
    const now = ((await client.get('/statutes').withInertia()).body() as any).props
    assert.equal(now.shown.version, 2)
    assert.include(now.shown.htmlFr, 'Le retrait prend effet 6 mois après')
    assert.equal(
      now.legalMention,
      'P2P’Legal, SCIC SAS à capital variable, RCS Bobigny 123 456 782, siège 12 rue des Lilas, 93100 Montreuil'
    )
    const past = ((await client.get('/statutes/versions/1').withInertia()).body() as any).props
    assert.equal(past.shown.sha256, first.bodySha256)
    assert.equal(past.shown.standing, 'replaced')
    const missing = await client.get('/statutes/versions/9')
    assert.equal(missing.status(), 404)
  })

  test('a version as PDF: the same bytes each time, in both languages', async ({
    client,
    assert,
  }) => {
    await adoptTestStatutes()
    const pdf = async (lang: string) =>
      (await client.get(`/statutes/versions/1/statutes.pdf?lang=${lang}`)).body() as Buffer
    const [french, again, english] = [await pdf('fr'), await pdf('fr'), await pdf('en')]
    assert.equal(french.subarray(0, 5).toString(), '%PDF-')
    assert.isTrue(french.equals(again))
    assert.isFalse(french.equals(english))
  })
})
