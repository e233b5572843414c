import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import AuditEvent from '#models/identity/audit_event'
import Exclusion from '#models/membership/exclusion'
import Exit from '#models/membership/exit'
import type Member from '#models/membership/member'
import MemberCategory from '#models/membership/member_category'
import MemberConsent from '#models/membership/member_consent'
import MemberDetail from '#models/membership/member_detail'
import { recordDeparture } from '#services/membership/leave_membership'
import { openExclusion } from '#services/membership/exclusions/open_exclusion'
import { givenAccount } from '#tests/support/accounts'
import { fieldErrors, givenDesk, isRefused, sentence, withClock } from '#tests/support/desk'
import { buyShares } from '#tests/support/shares'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'
import { givenAdmitted, givenMember, OFFICE } from './member_scene.js'

const OFFICE_PATH = '/membership/office'

test.group('Membership | the office’s acts on a member', (group) => {
  const clock = new FixedClock('2026-05-04T10:00')
  withClock(group, clock)
  let member: Member
  group.each.setup(async () => {
    clock.moveTo('2026-05-04T10:00')
    await emptyCooperative()
    await adoptTestStatutes()
    member = await givenMember(clock, { givenName: 'Zoé', familyName: 'Le Goff' })
  })
  const base = () => `${OFFICE_PATH}/members/${member.id}`
  const details = (changes: object = {}) => ({
    given_name: 'Zoé',
    family_name: 'Le Goff',
    birth_date: '1984-03-01',
    email: 'zoe@exemple.fr',
    street: '9 quai Neuf',
    postcode: '29200',
    city: 'Brest',
    country: 'FR',
    reason: 'déménagement',
    ...changes,
  })

  /** Every act, by the name of its route. */
  function acts(): Record<string, { path: string; form: object }> {
    const id = newId()
    const reason = { reason: 'pour essayer' }
    return {
      'membership.office.members.details': { path: `${base()}/details`, form: details() },
      'membership.office.members.account': { path: `${base()}/account`, form: { email: 'a@b.fr' } },
      'membership.office.members.homonym': { path: `${base()}/homonym`, form: reason },
      'membership.office.members.erasure': { path: `${base()}/erasure`, form: reason },
      'membership.office.members.consents': {
        path: `${base()}/consents`,
        form: { kind: 'newsletter', given: true },
      },
      'membership.office.members.categories': {
        path: `${base()}/categories`,
        form: { category_code: 'artist', ...reason },
      },
      'membership.office.members.categories.end': {
        path: `${base()}/categories/${id}/end`,
        form: { on: '2026-06-01', ...reason },
      },
      'membership.office.members.exits': { path: `${base()}/exits`, form: { kind: 'withdrawal' } },
      'membership.office.members.exclusions': {
        path: `${base()}/exclusions`,
        form: { grounds: 'Des griefs assez longs' },
      },
      'membership.office.exits.cancel': {
        path: `${OFFICE_PATH}/exits/${id}/cancellation`,
        form: reason,
      },
      'membership.office.exclusions.notify': {
        path: `${OFFICE_PATH}/exclusions/${id}/notice`,
        form: { notified_on: '2026-05-04', proof: 'RK 1' },
      },
      'membership.office.exclusions.hear': {
        path: `${OFFICE_PATH}/exclusions/${id}/hearing`,
        form: { hearing_on: '2026-05-04', record: 'Entendue, conteste.' },
      },
      'membership.office.exclusions.conclude': {
        path: `${OFFICE_PATH}/exclusions/${id}/vote`,
        form: { reference: 'R7', resolution_date: '2026-05-04', yes: 3, no: 0 },
      },
      'membership.office.exclusions.drop': {
        path: `${OFFICE_PATH}/exclusions/${id}/end`,
        form: reason,
      },
      'membership.office.alerts.employees': {
        path: `${OFFICE_PATH}/alerts/employees`,
        form: { employees: 2, counted_on: '2026-05-04' },
      },
    }
  }

  test('nobody signed in acts, nor does the board or the treasurer; nothing changes', async ({
    client,
    assert,
  }) => {
    const board = await givenDesk(client, ['board'])
    const treasurer = await givenDesk(client, ['treasurer'])
    for (const [name, { path, form }] of Object.entries(acts())) {
      const anonymous = await client.post(path).withCsrfToken().json(form).redirects(0)
      anonymous.assertHeader('location', '/identity/sign-in')
      assert.isTrue(isRefused(await board.send(path, form)), name)
      assert.isTrue(isRefused(await treasurer.send(path, form)), name)
    }
    assert.lengthOf(await MemberDetail.all(), 1)
    assert.lengthOf(await Exit.all(), 0)
    const seen = await board.page(base())
    assert.isFalse((seen.inertiaProps as any).may.manage)
  }).timeout(60_000)

  test('the secretary corrects a record with a reason; the page tells it', async ({
    client,
    assert,
  }) => {
    const { send, page } = await givenDesk(client, ['secretary'])
    const done = await send(`${base()}/details`, details({ phone: '+33 2 98 00 00 00' }))
    assert.equal(sentence(done, 'success'), 'C’est enregistré, à partir d’aujourd’hui.')
    const props = (await page(base())).inertiaProps as any
    assert.equal(props.details.city, 'Brest')
    assert.equal(props.details.phone, '+33 2 98 00 00 00')
    const told = props.timeline.find(({ key }: any) => key.endsWith('details_corrected'))
    assert.equal(told.params.reason, 'déménagement')
    assert.include(told.params.fields.split(','), 'street')
    assert.equal(told.by, 'Marc Lenoir')
    assert.deepInclude(props.member, { number: 1, state: 'active', erasableFrom: null })
    assert.deepInclude(props.standing, { category: 'Abonné·es', mayVote: true })
  })

  test('a wrong form is refused beside its fields, in words', async ({ client, assert }) => {
    const { send } = await givenDesk(client, ['secretary'])
    const wrong = await send(
      `${base()}/details`,
      details({
        postcode: '123',
        iban: 'FR7630006000011234567890188',
        birth_date: '1984-02-31',
        email: 'zoe',
        reason: '',
      })
    )
    assert.sameMembers(Object.keys(fieldErrors(wrong)), [
      'postcode',
      'iban',
      'birth_date',
      'email',
      'reason',
    ])
    const cases: [string, object, string][] = [
      ['categories', { category_code: 'astronaut', reason: 'essai' }, 'category_code'],
      ['exits', { kind: 'reduction' }, 'shares'],
      ['exits', { kind: 'reduction', shares: 1.5 }, 'shares'],
      ['exits', { kind: 'reduction', shares: -1 }, 'shares'],
      ['exits', { kind: 'death', happened_on: '2026-05-05' }, 'happened_on'],
      ['exits', { kind: 'death', happened_on: '2026-02-30' }, 'happened_on'],
      ['exits', { kind: 'exclusion' }, 'kind'],
      ['exclusions', { grounds: 'court' }, 'grounds'],
      ['account', { email: 'personne@exemple.fr' }, 'email'],
      ['consents', { kind: 'everything', given: true }, 'kind'],
    ]
    for (const [path, form, field] of cases) {
      assert.property(fieldErrors(await send(`${base()}/${path}`, form)), field, path)
    }
    const employees = `${OFFICE_PATH}/alerts/employees`
    const late = await send(employees, { employees: 1, counted_on: '2026-05-05' })
    assert.property(fieldErrors(late), 'counted_on')
    const half = await send(employees, { employees: 1.5, counted_on: '2026-05-04' })
    assert.property(fieldErrors(half), 'employees')
    assert.lengthOf(await Exit.all(), 0)
    assert.lengthOf(await MemberDetail.all(), 1)
    const nowhere = await send(`${OFFICE_PATH}/members/${newId()}/homonym`, { reason: 'essai' })
    nowhere.assertStatus(404)
  })

  test('qualities, consents, account and homonym, each on record', async ({ client, assert }) => {
    const { send, page } = await givenDesk(client, ['secretary'])
    const reason = { reason: 'vu avec elle' }
    await send(`${base()}/categories`, { category_code: 'artist', ...reason })
    const artist = await MemberCategory.findByOrFail('categoryCode', 'artist')
    await send(`${base()}/categories/${artist.id}/end`, { on: '01/07/2026', ...reason })
    await artist.refresh()
    assert.equal(artist.validTo!.toISODate(), '2026-07-01')
    const other = await givenMember(clock)
    const wrongPath = `${OFFICE_PATH}/members/${other.id}/categories/${newId()}/end`
    ;(await send(wrongPath, { on: '2026-07-01', ...reason })).assertStatus(404)
    await send(`${base()}/consents`, { kind: 'newsletter', given: true })
    assert.isTrue((await MemberConsent.firstOrFail()).given)
    const account = await givenAccount()
    await send(`${base()}/account`, { email: account.email })
    await send(`${base()}/homonym`, reason)
    const again = await send(`${base()}/homonym`, reason)
    assert.equal(sentence(again, 'error'), 'Cette fiche est déjà notée comme homonyme.')
    const props = (await page(base())).inertiaProps as any
    assert.equal(props.tiedAccount.email, account.email)
    assert.isTrue(props.consents.find(({ kind }: any) => kind === 'newsletter').given)
    const trail = await AuditEvent.query().where('subjectId', member.id)
    assert.sameMembers(
      trail.map(({ action }) => action),
      [
        'membership.add_category',
        'membership.end_category',
        'membership.link_account',
        'membership.mark_homonym',
      ]
    )
  })

  test('C12 an exit on paper is noted and taken back; the story tells both', async ({
    client,
    assert,
  }) => {
    await buyShares(clock, member.id, 4)
    const { send, page } = await givenDesk(client, ['secretary'])
    await send(`${base()}/exits`, { kind: 'reduction', shares: 2, reason: 'lettre du 2 mai' })
    const exit = await Exit.firstOrFail()
    assert.equal(exit.shares, 2)
    const second = await send(`${base()}/exits`, { kind: 'withdrawal' })
    assert.match(sentence(second, 'error'), /^Un départ est déjà annoncé pour le 4 août 2026/)
    await send(`${OFFICE_PATH}/exits/${exit.id}/cancellation`, { reason: 'appel' })
    await exit.refresh()
    assert.equal(exit.state, 'cancelled')
    const { timeline } = (await page(base())).inertiaProps as any
    const keys = timeline.map(({ key }: any) => key)
    assert.includeMembers(keys, [
      'membership.timeline.exit_announced',
      'membership.timeline.exit_cancelled',
      'membership.timeline.joined',
    ])
    const waiting = await givenAdmitted(clock)
    const early = await send(`${OFFICE_PATH}/members/${waiting.id}/exits`, { kind: 'withdrawal' })
    assert.match(sentence(early, 'error'), /n’est pas sociétaire aujourd’hui/)
  })

  test('C13 an exclusion goes its steps; what is missing is named in words', async ({
    client,
    assert,
  }) => {
    const { send, page } = await givenDesk(client, ['secretary'])
    await send(`${base()}/exclusions`, { grounds: 'A vendu les œuvres d’autrui.' })
    const exclusion = await Exclusion.firstOrFail()
    const path = `${OFFICE_PATH}/exclusions/${exclusion.id}`
    const voted = { reference: 'AG R7', resolution_date: '2026-05-04', yes: 9, no: 0 }
    const early = await send(`${path}/vote`, voted)
    assert.equal(
      sentence(early, 'error'),
      'Le vote ne peut pas être noté. Il manque\u00a0: la remise des griefs, la preuve de la remise, l’audition, le compte rendu de l’audition.'
    )
    await send(`${path}/notice`, { notified_on: '2026-05-04', proof: 'RK 1A 234' })
    const record = { record: 'Entendue, conteste.' }
    clock.moveTo('2026-05-20T10:00')
    const soon = await send(`${path}/hearing`, { hearing_on: '2026-05-18', ...record })
    assert.match(fieldErrors(soon).hearing_on[0], /pas avant le 19 mai 2026/)
    await send(`${path}/hearing`, { hearing_on: '2026-05-19', ...record })
    await send(`${path}/vote`, { ...voted, resolution_date: '2026-05-20' })
    await exclusion.refresh()
    assert.equal(exclusion.state, 'excluded')
    const { exits, exclusions } = (await page(base())).inertiaProps as any
    assert.deepInclude(exits[0], { kind: 'exclusion', effectiveOn: '2026-05-21' })
    assert.deepInclude(exclusions[0], { state: 'excluded', missing: [], isRunning: false })
    const drop = await send(`${path}/end`, { reason: 'trop tard' })
    assert.equal(sentence(drop, 'error'), 'Cette exclusion est terminée.')
    const stays = await send(`${OFFICE_PATH}/exits/${exits[0].id}/cancellation`, {
      reason: 'essai',
    })
    assert.match(sentence(stays, 'error'), /voté cette exclusion/)
  })

  test('an exclusion is given up with its reason', async ({ client, assert }) => {
    const { send } = await givenDesk(client, ['secretary'])
    const grounds = 'Des griefs assez longs'
    const exclusion = await openExclusion({ memberId: member.id, grounds, actor: OFFICE, clock })
    await send(`${OFFICE_PATH}/exclusions/${exclusion.id}/end`, { reason: 'excuses reçues' })
    await exclusion.refresh()
    assert.equal(exclusion.state, 'dropped')
  })

  test('C01 an employee who is no member raises the alert; the office sees why', async ({
    client,
    assert,
  }) => {
    for (const code of ['artist', 'supporter']) await givenMember(clock, { categoryCodes: [code] })
    const { send, page } = await givenDesk(client, ['secretary'])
    const ours = async () =>
      ((await page(`${OFFICE_PATH}/alerts`)).inertiaProps as any).alerts.filter(({ key }: any) =>
        key.startsWith('membership.')
      )
    assert.deepEqual(await ours(), [])
    const declare = (employees: number) =>
      send(`${OFFICE_PATH}/alerts/employees`, { employees, counted_on: '2026-05-04' })
    await declare(1)
    const [alert] = await ours()
    assert.deepInclude(alert, { key: 'membership.alerts.no_employee', rule: 'C01' })
    await givenMember(clock, { categoryCodes: ['employee'] })
    assert.deepEqual(await ours(), [])
    clock.advance({ minutes: 1 })
    await declare(0)
    assert.deepEqual(await ours(), [])
  })

  test('C17 who left long ago is erased from the page, once', async ({ client, assert }) => {
    const { send, page } = await givenDesk(client, ['secretary'])
    const early = await send(`${base()}/erasure`, { reason: 'demande' })
    assert.equal(sentence(early, 'error'), 'Seule une personne partie peut être effacée.')
    await db.transaction((trx) =>
      recordDeparture(trx, { memberId: member.id, on: clock.now(), actor: OFFICE, clock })
    )
    clock.moveTo('2031-05-04T10:00')
    const done = await send(`${base()}/erasure`, { reason: 'demande' })
    assert.equal(sentence(done, 'success'), 'Les données sont effacées.')
    const props = (await page(base())).inertiaProps as any
    assert.equal(props.member.name, 'n° 1')
    assert.isTrue(props.member.isErased)
    assert.notInclude(JSON.stringify(props), 'Goff')
    assert.notInclude(
      JSON.stringify((await page(`${OFFICE_PATH}/members?status=all`)).inertiaProps),
      'Goff'
    )
    const again = await send(`${base()}/erasure`, { reason: 'encore' })
    assert.equal(sentence(again, 'error'), 'Ces données sont effacées.')
  })
})
