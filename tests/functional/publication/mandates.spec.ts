import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type Account from '#models/identity/account'
import ApprovalMandate from '#models/publication/approval_mandate'
import AuditEvent from '#models/identity/audit_event'
import { newId } from '#values/id'
import { Clock, FixedClock } from '#values/clock'
import { periodStart } from '#values/period'
import { emptyTables } from '#tests/support/empty_tables'
import { asStaff, givenAccount } from '#tests/support/accounts'

// 'publication.office.mandates.store' and 'publication.office.mandates.destroy'
const PATH = '/publication/office/mandates'

test.group('Publication | the mandates', (group) => {
  const clock = new FixedClock(periodStart('2026-10').plus({ days: 9, hours: 10 }))
  let secretary: Account
  let person: Account
  group.each.setup(async () => {
    await emptyTables('approval_mandates')
    app.container.swap(Clock, () => clock)
    secretary = await givenAccount({ roles: ['secretary'] })
    person = await givenAccount({ fullName: 'Malo Kerbrat' })
    return () => app.container.restore(Clock)
  })

  const asked = (changes: object = {}) => ({
    email: person.email,
    capacity: 'artists_delegate',
    starts_on: '2026-10-10',
    ends_on: '',
    ...changes,
  })
  const grant = (client: any, changes: object = {}, who = secretary) =>
    asStaff(client.post(PATH), who).withCsrfToken().json(asked(changes)).redirects(0)
  const refusal = (client: any, changes: object) =>
    asStaff(client.post(PATH), secretary)
      .withCsrfToken()
      .header('accept', 'application/json')
      .json(asked(changes))

  test('nobody signed in is sent to sign in', async ({ client }) => {
    const acts = [client.get(PATH), client.post(PATH), client.delete(`${PATH}/${newId()}`)]
    for (const act of acts) {
      const response = await act.withCsrfToken().redirects(0)
      response.assertStatus(302)
      response.assertHeader('location', '/identity/sign-in')
    }
  })

  test('the treasurer neither sees, gives nor ends mandates', async ({ client, assert }) => {
    const treasurer = await givenAccount({ roles: ['treasurer'] })
    const acts = [client.get(PATH), client.post(PATH), client.delete(`${PATH}/${newId()}`)]
    for (const act of acts) {
      const response = await asStaff(act, treasurer)
        .withCsrfToken()
        .header('accept', 'application/json')
        .json(asked())
      response.assertStatus(403)
    }
    assert.lengthOf(await ApprovalMandate.all(), 0)
  })

  test('P21 the secretary gives a mandate, sees it and ends it, on record', async ({
    client,
    assert,
  }) => {
    const given = await grant(client, { email: person.email.toUpperCase() })
    given.assertStatus(302)
    assert.include(String(given.flashMessage('success')), 'Malo Kerbrat')
    const mandate = await ApprovalMandate.firstOrFail()
    assert.equal(mandate.accountId, person.id)

    const page = await asStaff(client.get(PATH), secretary).withInertia()
    page.assertStatus(200)
    page.assertInertiaComponent('publication/office/mandates')
    const [row] = (page.inertiaProps as Record<string, any>).mandates
    assert.deepInclude(row, {
      name: 'Malo Kerbrat',
      capacity: 'artists_delegate',
      startsOn: '2026-10-10',
      endsOn: null,
      state: 'in_force',
      mayEnd: true,
    })

    const ended = await asStaff(client.delete(`${PATH}/${mandate.id}`), secretary)
      .withCsrfToken()
      .redirects(0)
    assert.include([302, 303], ended.status())
    await mandate.refresh()
    assert.equal(mandate.endsOn?.toISODate(), '2026-10-10')
    const acts = await AuditEvent.query().where('subject_id', mandate.id).orderBy('at')
    assert.sameMembers(
      acts.map(({ action }) => action),
      ['publication.grant_mandate', 'publication.end_mandate']
    )
  })

  test('a mandate is refused beside the field that is wrong, and nothing changes', async ({
    client,
    assert,
  }) => {
    const wrong: [object, string][] = [
      [{ email: 'personne@exemple.fr' }, 'email'],
      [{ email: 'pas une adresse' }, 'email'],
      [{ capacity: 'president' }, 'capacity'],
      [{ starts_on: '2026-02-31' }, 'starts_on'],
      [{ starts_on: '' }, 'starts_on'],
      [{ ends_on: 'demain' }, 'ends_on'],
      [{ ends_on: '2026-10-09' }, 'ends_on'],
    ]
    for (const [changes, field] of wrong) {
      const response = await refusal(client, changes)
      response.assertStatus(422)
      assert.equal(response.body().errors[0].field, field, JSON.stringify(changes))
    }
    assert.lengthOf(await ApprovalMandate.all(), 0)
  })

  test('P21 a capacity has one holder, a person one capacity', async ({ client, assert }) => {
    await grant(client)
    const same = await refusal(client, { email: secretary.email })
    same.assertStatus(422)
    assert.equal(same.body().errors[0].field, 'capacity')
    const other = await refusal(client, { capacity: 'treasurer' })
    other.assertStatus(422)
    assert.equal(other.body().errors[0].field, 'email')
    assert.lengthOf(await ApprovalMandate.all(), 1)
  })

  test('a mandate to come or over is not ended today; an unknown one is not found', async ({
    client,
    assert,
  }) => {
    await grant(client, { starts_on: '2026-11-01' })
    const mandate = await ApprovalMandate.firstOrFail()
    const early = await asStaff(client.delete(`${PATH}/${mandate.id}`), secretary)
      .withCsrfToken()
      .redirects(0)
    assert.exists(early.flashMessage('error'))
    await mandate.refresh()
    assert.isNull(mandate.endsOn)
    const unknown = await asStaff(client.delete(`${PATH}/${newId()}`), secretary)
      .withCsrfToken()
      .header('accept', 'application/json')
    unknown.assertStatus(404)
  })
})
