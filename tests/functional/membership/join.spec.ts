import { test } from '@japa/runner'
import type { ApiClient, ApiRequest } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import limiter from '@adonisjs/limiter/services/main'
import Application from '#models/membership/application'
import { joinRule, setJoinForm } from '#services/membership/applications/join_form'
import { givenAccount, PASSWORD } from '#tests/support/accounts'
import { forceStatutes } from '#tests/support/statutes'
import { fieldErrors, tiePayee, tieSubscriber, withClock } from '#tests/support/desk'
import {
  clock,
  inCooperative,
  statutesId,
  typed,
} from '#tests/functional/membership/application_scene'
import { newId } from '#values/id'

const JOIN = '/membership/join'

/** The page as a visitor asks for it. */
const open = (client: ApiClient, path = JOIN): ApiRequest => client.get(path)

const send = (client: ApiClient, form: object) =>
  client.post(JOIN).withCsrfToken().json(form).redirects(0)

test.group('Membership | the form to join', (group) => {
  withClock(group, clock)
  const caught = inCooperative(group)

  test('shows the categories of the statutes, the worth of a share and no box ticked', async ({
    client,
    assert,
  }) => {
    const { props } = (await open(client).withInertia()).body()
    assert.equal(props.open, 'open')
    assert.equal(props.form.nominalCents, '2000')
    assert.equal(props.form.statutes.id, await statutesId())
    assert.include(
      props.form.categories.map((category: any) => category.code),
      'subscriber'
    )
    assert.deepInclude(props.form.countries, { code: 'FR', name: 'France' })
    assert.deepEqual(props.typed, {})
  })

  test('C07 keeps what was typed as unsigned and sends a code: 3 shares of 20 € are 60 €', async ({
    client,
    assert,
  }) => {
    const response = await send(client, await typed({ email: ' Maelle@Exemple.FR ' }))
    const application = await Application.query().orderBy('created_at', 'desc').firstOrFail()
    response.assertStatus(302)
    response.assertHeader('location', `/membership/applications/${application.id}/signature`)
    assert.equal(application.state, 'unsigned')
    assert.equal(application.email, 'maelle@exemple.fr')
    assert.equal(application.amountCents, 6_000n)
    assert.equal(application.firstPaymentCents, 6_000n)
    assert.isFalse(application.consentEmailNotices)
    assert.isFalse(application.consentNewsletter)
    assert.match(application.reference, /^PS-[2-9A-Z]{4}-[2-9A-Z]{4}$/)
    const mail = await caught.mails.first('maelle@exemple.fr')
    assert.match(mail, /^\d{6} est votre code de signature/)
    assert.include(mail, application.reference)
    const code = mail.slice(0, 6)
    assert.notInclude(JSON.stringify(application.serialize()), code)
  })

  test('says beside each field what is wrong, and keeps nothing of it', async ({
    client,
    assert,
  }) => {
    const wrong: [field: string, value: unknown, others?: object][] = [
      ['given_name', '12 34'],
      ['family_name', ''],
      ['family_name', 'x\u0000y'],
      ['birth_date', '1988-02-30'],
      ['birth_date', '2032-03-11'],
      ['birth_date', '1850-01-01'],
      ['birth_date', '2018-01-01'],
      ['email', 'maelle.exemple.fr'],
      ['postcode', '3500'],
      ['postcode', 'ABCDE'],
      ['country', 'ZZ'],
      ['shares', 0],
      ['shares', -3],
      ['shares', 2.5],
      ['shares', 'trois'],
      ['shares', 99_999_999],
      ['payment', 'part'],
      ['category', 'nobody'],
      ['category', 'partner'],
      ['iban', 'FR7630006000011234567890188'],
      ['iban', 'BR1500000000000010932840814P2'],
      ['statutes_read', false],
      ['statutes', newId()],
      [
        'siren',
        '732829321',
        {
          kind: 'legal',
          legal_name: 'Bobine',
          legal_form: 'SARL',
          representative_name: 'A B',
          representative_capacity: 'gérante',
        },
      ],
      [
        'siren',
        '',
        {
          kind: 'legal',
          legal_name: 'Bobine',
          legal_form: 'SARL',
          representative_name: 'A B',
          representative_capacity: 'gérante',
        },
      ],
      [
        'siret',
        '55210055400013',
        {
          kind: 'legal',
          siren: '732829320',
          legal_name: 'Bobine',
          legal_form: 'SARL',
          representative_name: 'A B',
          representative_capacity: 'gérante',
        },
      ],
      [
        'representative_name',
        '',
        {
          kind: 'legal',
          legal_name: 'Bobine',
          legal_form: 'SARL',
          representative_capacity: 'gérante',
          siren: '732829320',
        },
      ],
      [
        'shares',
        9,
        {
          kind: 'legal',
          category: 'partner',
          legal_name: 'Bobine',
          legal_form: 'SARL',
          siren: '732829320',
          representative_name: 'A B',
          representative_capacity: 'gérante',
        },
      ],
      ['kind', 'robot'],
    ]
    for (const [field, value, others] of wrong) {
      await limiter.clear()
      const response = await send(client, await typed({ ...others, [field]: value }))
      const errors = fieldErrors(response)
      assert.deepEqual(Object.keys(errors), [field], `${field} = ${String(value)}`)
      assert.lengthOf(errors[field], 1)
      assert.notInclude(errors[field][0], 'membership.')
    }
    assert.equal(await Application.query().whereNull('signed_at').first(), null)
  })

  test('speaks the language of the reader', async ({ client, assert }) => {
    const response = await client
      .post(JOIN)
      .withCsrfToken()
      .header('accept-language', 'en')
      .json(await typed({ birth_date: '2018-01-01' }))
      .redirects(0)
    assert.deepEqual(fieldErrors(response).birth_date, [
      'One has to be 16 to become a member. A parent may become one in their own name.',
    ])
  })

  test('a minor of 16 signs with a parent; a grown person represents nobody', async ({
    client,
    assert,
  }) => {
    const young = await typed({ birth_date: '10/03/2016' })
    assert.property(fieldErrors(await send(client, young)), 'representative_name')
    const parent = { representative_name: 'Ana Le Goff', representative_capacity: 'mère' }
    await send(client, { ...young, ...parent })
    const minor = await Application.query().orderBy('created_at', 'desc').firstOrFail()
    assert.equal(minor.birthDate!.toISODate(), '2016-03-10')
    assert.equal(minor.representativeName, 'Ana Le Goff')
    await send(client, await typed({ ...parent, email: 'grown@exemple.fr' }))
    const grown = await Application.findByOrFail('email', 'grown@exemple.fr')
    assert.isNull(grown.representativeName)
  })

  test('takes an organisation by its SIREN and a public body, spaces and all', async ({
    client,
    assert,
  }) => {
    const organisation = {
      kind: 'legal',
      category: 'partner',
      shares: 10,
      legal_name: 'Le Bobinoscope',
      legal_form: 'association loi 1901',
      siren: '732 829 320',
      siret: '732 829 320 00074',
      representative_name: 'Zoé Nguyễn',
      representative_capacity: 'présidente',
      email: 'bobine@exemple.fr',
    }
    await send(client, await typed(organisation))
    const legal = await Application.findByOrFail('email', 'bobine@exemple.fr')
    assert.equal(legal.siren, '732829320')
    assert.equal(legal.siret, '73282932000074')
    assert.equal(legal.personKey, 'siren|732829320')
    assert.isNull(legal.givenName)
    const town = { ...organisation, kind: 'public_body', category: 'public_body', shares: 25 }
    await send(
      client,
      await typed({ ...town, siren: '213500010', siret: '', email: 'ville@exemple.fr' })
    )
    assert.equal((await Application.findByOrFail('email', 'ville@exemple.fr')).kind, 'public_body')
  })

  test('keeps names in any script as they were written', async ({ client, assert }) => {
    const names = ['李 明', 'Олена Ґудзь', 'فاطمة', 'Đặng Thị', 'O’Ñeill-Łuczak', 'ラモス']
    for (const [index, name] of names.entries()) {
      const email = `script${index}@exemple.fr`
      await send(client, await typed({ family_name: name, email }))
      const kept = await Application.findByOrFail('email', email)
      assert.equal(kept.familyName, name)
      assert.isNotEmpty(kept.personKey.split('|')[1])
    }
  }).timeout(20_000)

  test('C08 a first part is offered where the statutes allow one', async ({ client, assert }) => {
    const { adoptTestStatutes } = await import('#tests/support/statutes')
    await adoptTestStatutes({ capital: { paidUpBp: 2_500, nominalCents: '1001' } }, '2021-01-01')
    await send(client, await typed({ shares: 1, payment: 'part' }))
    const application = await Application.query().orderBy('created_at', 'desc').firstOrFail()
    assert.equal(application.firstPaymentCents, 251n)
  })

  test('a subscriber or an artist has nothing to type twice, and the account is linked', async ({
    client,
    assert,
  }) => {
    const account = await givenAccount({ fullName: 'Inès Roux Garcia', email: `${newId()}@a.fr` })
    const subscriberId = newId()
    await db.table('subscribers').insert({ id: subscriberId, created_at: clock.now().toJSDate() })
    await tieSubscriber(subscriberId, account.id)
    const asAccount = () => open(client).withGuard('web').loginAs(account).withInertia()
    const first = (await asAccount()).body().props
    assert.deepEqual(first.typed, {
      given_name: 'Inès',
      family_name: 'Roux Garcia',
      email: account.email,
      category: 'subscriber',
    })
    const payeeId = newId()
    await db.table('payees').insert({
      ...{ id: payeeId, name: 'Inès', kind: 'performer', created_at: clock.now().toJSDate() },
    })
    await tiePayee(payeeId, account.id)
    assert.equal((await asAccount()).body().props.typed.category, 'artist')
    await send(client, await typed({ email: account.email }))
      .withGuard('web')
      .loginAs(account)
    const application = await Application.findByOrFail('account_id', account.id)
    assert.equal(application.email, account.email)
  })

  test('C02 the form can be left to people with an account', async ({ client, assert }) => {
    const account = await givenAccount()
    await setJoinForm({ form: 'account', reason: 'AG du 3 mars', actor: account, clock })
    const { props } = (await open(client).withInertia()).body()
    assert.equal(props.open, 'account_only')
    const refused = await send(client, await typed())
    assert.property(fieldErrors(refused), 'kind')
    const signedIn = await send(client, await typed())
      .withGuard('web')
      .loginAs(account)
    assert.deepEqual(fieldErrors(signedIn), {})
  })

  test('going back to correct begins with what was typed and replaces it', async ({
    client,
    assert,
  }) => {
    await send(client, await typed({ consent_newsletter: true }))
    const first = await Application.query().orderBy('created_at', 'desc').firstOrFail()
    const session = { membership_applications: [first.id] }
    const page = await open(client, `${JOIN}?again=${first.id}`).withSession(session).withInertia()
    assert.include(page.body().props.typed, {
      replaces: first.id,
      family_name: 'Le Goff',
      consent_newsletter: true,
    })
    const stranger = await open(client, `${JOIN}?again=${first.id}`).withInertia()
    assert.deepEqual(stranger.body().props.typed, {})
    await send(client, await typed({ city: 'Vitré', replaces: first.id })).withSession(session)
    assert.isNull(await Application.find(first.id))
  })

  test('stops somebody who fills it in again and again', async ({ client, assert }) => {
    for (let time = 0; time < 11; time++) await send(client, await typed())
    assert.lengthOf(await Application.query().whereNull('signed_at'), 10)
  }).timeout(20_000)

  test('without statutes in force nobody can apply', async ({ client, assert }) => {
    clock.moveTo('2019-06-01T10:00:00')
    const { props } = (await open(client).withInertia()).body()
    assert.equal(props.open, 'no_statutes')
  })
})

test.group('Membership | the form of a co-operative that may not sell to the public', (group) => {
  withClock(group, clock)
  inCooperative(group, { isOpen: false })

  test('C02 an SAS and an SARL ask for an account, an SA does not, and the office decides last', async ({
    assert,
  }) => {
    assert.deepEqual(await joinRule(clock), { form: 'account', reason: null })
    await forceStatutes({ identity: { legalForm: 'SARL' } }, '2021-01-01')
    assert.deepEqual(await joinRule(clock), { form: 'account', reason: null })
    await forceStatutes({ identity: { legalForm: 'SA' } }, '2022-01-01')
    assert.deepEqual(await joinRule(clock), { form: 'anyone', reason: null })
    const actor = await givenAccount()
    await setJoinForm({ form: 'account', reason: 'Pas cette année', actor, clock })
    assert.deepEqual(await joinRule(clock), { form: 'account', reason: 'Pas cette année' })
  })

  test('C02 a visitor of an SAS is told to open an account, and is back at the form after', async ({
    client,
    assert,
  }) => {
    const page = await open(client).withInertia()
    assert.equal(page.body().props.open, 'account_only')
    assert.property(fieldErrors(await send(client, await typed())), 'kind')
    const account = await givenAccount()
    const signedIn = await client
      .post('/identity/sign-in')
      .withCsrfToken()
      .withSession(page.session())
      .form({ email: account.email, password: PASSWORD })
      .redirects(0)
    signedIn.assertHeader('location', JOIN)
    const back = await open(client).withGuard('web').loginAs(account).withInertia()
    assert.equal(back.body().props.open, 'open')
    assert.equal(back.body().props.typed.email, account.email)
  })
})
