import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import Application from '#models/membership/application'
import Member from '#models/membership/member'
import MemberConsent from '#models/membership/member_consent'
import { applicationTasks } from '#services/office_application_tasks'
import { joinRule } from '#services/membership/applications/join_form'
import { givenAccount } from '#tests/support/accounts'
import { fieldErrors, givenDesk, isRefused, withClock } from '#tests/support/desk'
import { adoptTestStatutes } from '#tests/support/statutes'
import {
  APPLICATIONS,
  clock,
  givenSigned,
  givenUnsigned,
  inCooperative,
  OFFICE,
  TODAY,
  visitorOf,
} from '#tests/functional/membership/application_scene'

const board = (client: ApiClient) => givenDesk(client, ['board'], 'Nadia Benali')
const decision = (changes: object = {}) => ({
  body: 'board',
  reference: 'PV du conseil 2032-03, point 4',
  date: TODAY,
  ...changes,
})
const ORGANISATION = {
  kind: 'legal',
  categoryCode: 'partner',
  shares: 10,
  givenName: null,
  familyName: null,
  birthDate: null,
  legalName: 'Le Bobinoscope',
  legalForm: 'association',
  siren: '732829320',
  representativeName: 'Zoé Nguyễn',
  representativeCapacity: 'présidente',
  email: 'bobine@exemple.fr',
} as const

/** Routes: 'membership.office.applications.admit', 'membership.office.applications.refuse', 'membership.office.documents.store', 'membership.office.join_form.store'. */
test.group('Membership | the office’s applications', (group) => {
  withClock(group, clock)
  const caught = inCooperative(group)

  test('are for the staff that may see members, and decisions for who may decide', async ({
    client,
    assert,
  }) => {
    const { id } = await givenSigned(caught)
    const acts = [`${id}/admission`, `${id}/refusal`, `${id}/documents`, 'form']
    const anonymous = await client.get(OFFICE).withInertia().redirects(0)
    assert.match(anonymous.header('location')!, /sign-in/)
    const moderator = await givenDesk(client, ['moderator'])
    for (const path of ['', '.csv', `/${id}`, `/${id}/bulletin.pdf`]) {
      assert.equal((await moderator.file(`${OFFICE}${path}`)).status(), 403, path)
    }
    const treasurer = await givenDesk(client, ['treasurer'])
    assert.equal((await treasurer.page(OFFICE)).status(), 200)
    for (const act of acts) {
      assert.isTrue(isRefused(await moderator.send(`${OFFICE}/${act}`, decision())), act)
      assert.isTrue(isRefused(await treasurer.send(`${OFFICE}/${act}`, decision())), act)
    }
    assert.equal((await Application.findOrFail(id)).state, 'submitted')
  })

  test('are searched, filtered, sorted and exported; drafts only for who asks', async ({
    client,
    assert,
  }) => {
    const one = await givenSigned(caught, { familyName: 'Zzélodie', email: 'z1@exemple.fr' })
    await givenSigned(caught, { familyName: 'Zzbruno', email: 'z2@exemple.fr', shares: 9 })
    await givenSigned(caught, { ...ORGANISATION, legalName: 'Zzbobine' })
    await givenUnsigned({ familyName: 'Zzdraft', email: 'z3@exemple.fr' })
    const desk = await board(client)
    const find = async (query: string) => {
      const { props } = (await desk.page(`${OFFICE}?${query}`)).body()
      return props.applications.map((row: any) => row.name)
    }
    assert.deepEqual(await find('search=zzelodie'), ['Maëlle Zzélodie'])
    assert.deepEqual(await find(`search=${one.reference.toLowerCase()}`), ['Maëlle Zzélodie'])
    assert.deepEqual(await find('search=zz&sort=-shares'), [
      'Zzbobine',
      'Maëlle Zzbruno',
      'Maëlle Zzélodie',
    ])
    assert.deepEqual(await find('search=zz&kind=legal'), ['Zzbobine'])
    assert.deepEqual(await find('search=zz&category=partner'), ['Zzbobine'])
    assert.deepEqual(await find('search=zz&state=unsigned'), ['Maëlle Zzdraft'])
    assert.lengthOf(await find(`search=zz&from=${TODAY}&to=${TODAY}`), 3)
    assert.lengthOf(await find('search=zz&from=2032-03-11'), 0)
    assert.lengthOf(await find('search=%25'), 0)
    const wrong = await desk.file(`${OFFICE}?from=2032-02-30`).redirects(0)
    assert.property(fieldErrors(wrong), 'from')
    const csv = await desk.file(`${OFFICE}.csv?search=zzelodie`)
    const [head, line] = csv.text().trim().split('\r\n')
    assert.match(head, /^reference,state,name/)
    assert.include(line, `${one.reference},submitted,Maëlle Zzélodie,z1@exemple.fr`)
    assert.include(line, '60.00')
  })

  test('C07 admitting makes a member to be, with details, consents and what to pay', async ({
    client,
    assert,
  }) => {
    const { id, reference, email } = await givenSigned(caught)
    const desk = await board(client)
    const response = await desk.send(`${OFFICE}/${id}/admission`, decision())
    assert.deepEqual(fieldErrors(response), {})
    const admitted = await Application.findOrFail(id)
    assert.include(admitted.serialize(), {
      state: 'admitted',
      decisionBody: 'board',
      decisionReference: 'PV du conseil 2032-03, point 4',
    })
    const member = await Member.findOrFail(admitted.memberId)
    assert.equal(member.state, 'admitted')
    assert.isNull(member.number)
    assert.equal(member.displayName, 'Maëlle Le Goff')
    const consents = await MemberConsent.query().where('memberId', member.id).orderBy('kind')
    assert.deepEqual(
      consents.map(({ kind, given }) => [kind, given]),
      [
        ['email_notices', true],
        ['newsletter', false],
      ]
    )
    const waiting = await db.from('share_subscriptions').where('application_id', id)
    assert.lengthOf(waiting, 1)
    const mail = (await caught.mails.to(email)).at(-1)!
    for (const words of ['60,00', 'FR76 3000 6000 0112 3456 7890 189', reference]) {
      assert.include(mail.replaceAll('\u00a0', ' '), words)
    }
    const { props } = (await visitorOf(client, id).page(`${APPLICATIONS}/${id}`)).body()
    assert.include(props.payment, { amountCents: '6000', reference })
    assert.match(props.payment.qr, /^data:image\/png;base64,/)
    const acts = await db.from('audit_events').where('subject_id', id)
    assert.deepEqual(
      acts.map(({ action, actor_label: by }) => [action, by.includes('Nadia Benali')]),
      [['membership.admit_application', true]]
    )
  })

  test('a decision stands between the signature and today, by the right body, once', async ({
    client,
    assert,
  }) => {
    const { id } = await givenSigned(caught)
    const desk = await board(client)
    const wrong: [string, object][] = [
      ['date', { date: '2032-03-09' }],
      ['date', { date: '2032-03-11' }],
      ['date', { date: '2032-02-30' }],
      ['date', { date: '' }],
      ['reference', { reference: '' }],
      ['body', { body: 'president' }],
    ]
    for (const [field, changes] of wrong) {
      for (const act of ['admission', 'refusal']) {
        const sent = { ...decision(changes), reason: 'Le lien manque encore.' }
        const errors = fieldErrors(await desk.send(`${OFFICE}/${id}/${act}`, sent))
        assert.deepEqual(Object.keys(errors), [field], JSON.stringify(changes))
      }
    }
    const noReason = await desk.send(`${OFFICE}/${id}/refusal`, decision())
    assert.deepEqual(Object.keys(fieldErrors(noReason)), ['reason'])
    await adoptTestStatutes({ admission: { body: 'assembly' } }, '2031-01-01')
    const byBoard = await desk.send(`${OFFICE}/${id}/admission`, decision())
    assert.match(fieldErrors(byBoard).body[0], /assemblée/)
    const byAssembly = decision({ body: 'assembly' })
    await desk.send(`${OFFICE}/${id}/admission`, byAssembly)
    assert.equal((await Application.findOrFail(id)).state, 'admitted')
    const again = await desk.send(`${OFFICE}/${id}/admission`, byAssembly)
    assert.match(fieldErrors(again).reference[0], /n’attend plus/)
    const missing = await desk.send(`${OFFICE}/${crypto.randomUUID()}/admission`, decision())
    assert.equal(missing.status(), 404)
  })

  test('a refusal tells the person why, and makes no member', async ({ client, assert }) => {
    const { id, email } = await givenSigned(caught)
    const desk = await board(client)
    const reason = 'Le lien avec la coopérative n’est pas encore là.'
    await desk.send(`${OFFICE}/${id}/refusal`, { ...decision(), reason })
    const refused = await Application.findOrFail(id)
    assert.equal(refused.state, 'refused')
    assert.isNull(refused.memberId)
    assert.include((await caught.mails.to(email)).at(-1)!, reason)
    const { props } = (await visitorOf(client, id).page(`${APPLICATIONS}/${id}`)).body()
    assert.equal(props.application.decision.reason, reason)
    assert.lengthOf(await db.from('share_subscriptions').where('application_id', id), 0)
  })

  test('C03 the same person is found, shown and not admitted twice', async ({ client, assert }) => {
    const desk = await board(client)
    const first = await givenSigned(caught)
    await desk.send(`${OFFICE}/${first.id}/admission`, decision())
    const { memberId } = await Application.findOrFail(first.id)
    const second = await givenSigned(caught, {
      familyName: 'LE-GOFF',
      givenName: 'Maelle',
      email: 'autre@exemple.fr',
    })
    const alike = await givenSigned(caught, { givenName: 'Maël', email: 'troisieme@exemple.fr' })
    const page = (await desk.page(`${OFFICE}/${second.id}`)).body().props
    assert.deepInclude(page.duplicates[0], {
      what: 'member',
      id: memberId,
      reasons: ['same_person', 'similar_name'],
    })
    assert.deepInclude(page.duplicates[1], { id: alike.id, reasons: ['similar_name'] })
    const refused = await desk.send(`${OFFICE}/${second.id}/admission`, decision())
    assert.match(fieldErrors(refused).reference[0], /C03/)
    assert.equal((await Application.findOrFail(second.id)).state, 'submitted')
    await givenSigned(caught, ORGANISATION)
    const twin = await givenSigned(caught, {
      ...ORGANISATION,
      email: 'b2@exemple.fr',
      legalName: 'Bob',
    })
    const { duplicates } = (await desk.page(`${OFFICE}/${twin.id}`)).body().props
    assert.deepEqual(duplicates[0].reasons, ['same_person', 'same_siren'])
  })

  test('the papers that the statutes ask for come first; the office may add them', async ({
    client,
    assert,
  }) => {
    const { id } = await givenSigned(caught, ORGANISATION)
    const desk = await givenDesk(client, ['secretary'])
    const refused = await desk.send(`${OFFICE}/${id}/admission`, decision())
    assert.match(fieldErrors(refused).reference[0], /Il manque un document/)
    const { mkdtempSync, writeFileSync } = await import('node:fs')
    const folder = mkdtempSync('/tmp/papers-')
    writeFileSync(`${folder}/kbis.pdf`, '%PDF-1.7 …')
    const { asStaff } = await import('#tests/support/accounts')
    await asStaff(client.post(`${OFFICE}/${id}/documents`), desk.account)
      .withCsrfToken()
      .field('code', 'record')
      .file('file', `${folder}/kbis.pdf`)
      .redirects(0)
    const { papers } = (await desk.page(`${OFFICE}/${id}`)).body().props
    assert.lengthOf(papers[0].files, 1)
    const read = await desk.file(`${OFFICE}/${id}/documents/${papers[0].files[0].id}`)
    read.assertHeader('content-type', 'application/pdf')
    await desk.send(`${OFFICE}/${id}/admission`, decision())
    assert.equal((await Application.findOrFail(id)).state, 'admitted')
    const acts = await db.from('audit_events').where('subject_id', id).orderBy('id')
    assert.deepEqual(
      acts.map(({ action }) => action),
      ['membership.add_application_document', 'membership.admit_application']
    )
  })

  test('C09 what the register refuses is said in words, and nobody is admitted', async ({
    client,
    assert,
  }) => {
    const town = {
      ...ORGANISATION,
      kind: 'public_body',
      categoryCode: 'public_body',
      shares: 25,
      siren: '213500010',
    } as const
    const { id } = await givenSigned(caught, town)
    await db.table('application_documents').insert({
      ...{ id: crypto.randomUUID(), application_id: id, code: 'deliberation', file_name: 'd.pdf' },
      ...{ mime_type: 'application/pdf', byte_size: 4, sha256: 'a'.repeat(64) },
      ...{ storage_path: 'x', uploaded_at: clock.now().toJSDate(), uploaded_by_label: 'test' },
    })
    const desk = await board(client)
    const refused = await desk.send(`${OFFICE}/${id}/admission`, decision())
    assert.match(fieldErrors(refused).reference[0], /moitié du capital/)
    assert.equal((await Application.findOrFail(id)).state, 'submitted')
    assert.isNull(await Member.findBy('person_key', 'siren|213500010'))
  })

  test('C02 an SARL with a hundred members has no place for another', async ({
    client,
    assert,
  }) => {
    await adoptTestStatutes(
      {
        identity: { legalForm: 'SARL', formWords: 'SCIC SARL à capital variable' },
        assemblies: {
          ordinary: { noticeDays: { first: 15, second: 15 } },
          extraordinary: { noticeDays: { first: 15, second: 15 } },
        },
      },
      '2031-01-01'
    )
    const now = clock.now().toJSDate()
    await db.table('members').multiInsert(
      Array.from({ length: 100 }, (_, index) => ({
        ...{ id: crypto.randomUUID(), kind: 'natural', person_key: `test|${index}` },
        ...{ display_name: `Membre ${index}`, email: `m${index}@exemple.fr`, state: 'admitted' },
        ...{ sort_name: `Membre ${index}`, admitted_on: TODAY, created_at: now },
      }))
    )
    const { id } = await givenSigned(caught)
    const desk = await board(client)
    const refused = await desk.send(`${OFFICE}/${id}/admission`, decision())
    assert.match(fieldErrors(refused).reference[0], /100 associés/)
  })

  test('an account with the proven address is linked; one that is taken is not', async ({
    client,
    assert,
  }) => {
    const account = await givenAccount({ email: 'maelle@exemple.fr' })
    const { id } = await givenSigned(caught)
    const desk = await board(client)
    await desk.send(`${OFFICE}/${id}/admission`, decision())
    const { memberId } = await Application.findOrFail(id)
    assert.equal((await Member.findOrFail(memberId)).accountId, account.id)
    const unproven = await givenAccount({ email: 'autre@exemple.fr', emailVerified: false })
    const other = await givenSigned(caught, { familyName: 'Autre', email: unproven.email })
    await desk.send(`${OFFICE}/${other.id}/admission`, decision())
    const second = await Application.findOrFail(other.id)
    assert.isNull((await Member.findOrFail(second.memberId)).accountId)
  })

  test('what waits stands on the desk, and is late after the statutes’ time', async ({
    assert,
  }) => {
    await givenSigned(caught)
    const may = new Set(['membership.decide'] as const)
    const [task] = await applicationTasks(may, clock)
    assert.include(task, { key: 'review_applications', count: 1, urgent: false })
    clock.advance({ days: 61 })
    assert.isTrue((await applicationTasks(may, clock))[0].urgent)
    assert.deepEqual(await applicationTasks(new Set(), clock), [])
  })

  test('the secretary leaves the form to accounts, with a reason in the trail', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['secretary'])
    const send = (form: object) => desk.send(`${OFFICE}/form`, form)
    assert.property(fieldErrors(await send({ form: 'account' })), 'reason')
    assert.property(fieldErrors(await send({ form: 'nobody', reason: 'AG' })), 'form')
    await send({ form: 'account', reason: 'Décision du 3 mars' })
    assert.deepEqual(await joinRule(clock), { form: 'account', reason: 'Décision du 3 mars' })
    const { props } = (await desk.page(OFFICE)).body()
    assert.equal(props.rule.reason, 'Décision du 3 mars')
    const { rows } = await db.rawQuery(
      `SELECT reason FROM audit_events WHERE action = 'membership.set_join_form' ORDER BY id DESC LIMIT 1`
    )
    assert.equal(rows[0].reason, 'Décision du 3 mars')
  })
})
