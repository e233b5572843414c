import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import AuditEvent from '#models/identity/audit_event'
import { cleanSlate } from '#tests/functional/identity/support'
import { Visitor } from '#tests/functional/identity/visitor'
import { givenAccount, TOTP_SECRET } from '#tests/support/accounts'
import { type Role, rolesOf } from '#services/identity/capabilities'
import { freshTotpCode } from '#services/identity/totp'

async function staff(...roles: Role[]) {
  const account = await givenAccount({ roles, fullName: 'Nadia Benali' })
  const visitor = new Visitor()
  await visitor.signIn(account)
  await visitor.call('identity.challenge.store', {}, { code: freshTotpCode(TOTP_SECRET, null) })
  return { account, visitor }
}

test.group('Identity: the office', (group) => {
  cleanSlate(group)

  test('every act of the office is refused to visitors and to people without a role', async ({
    assert,
  }) => {
    const { id } = await givenAccount()
    const person = new Visitor()
    await person.signIn(await givenAccount())
    const acts: [string, Record<string, string>][] = [
      ['identity.office.accounts.index', {}],
      ['identity.office.accounts.show', { id }],
      ['identity.office.accounts.disable', { id }],
      ['identity.office.accounts.restore', { id }],
      ['identity.office.accounts.reset_factor', { id }],
      ['identity.office.roles.store', { id }],
      ['identity.office.roles.destroy', { id }],
      ['identity.office.audit.index', {}],
      ['identity.office.audit.export', {}],
      ['identity.office.legal.index', {}],
      ['identity.office.legal.edit', { slug: 'conditions' }],
      ['identity.office.legal.store', { slug: 'conditions' }],
    ]
    for (const [act, params] of acts) {
      assert.equal(await new Visitor().callTo(act, params), '/identity/sign-in', act)
      const answer = await person.call(act, params)
      /** A page is refused; a form goes back to its page, which says so. */
      if (answer.status !== 403) {
        assert.include([302, 303], answer.status, act)
        assert.include(await person.flash('/identity/account', 'error'), 'pas le droit', act)
      }
    }
    assert.isEmpty(await AuditEvent.query().where('subject_id', id))
    assert.isEmpty(await db.from('legal_texts').where('slug', 'conditions'))
  })

  test('a moderator has the office, but neither accounts nor trail nor texts', async ({
    assert,
  }) => {
    const { visitor } = await staff('moderator')
    for (const act of ['accounts.index', 'audit.index', 'legal.index']) {
      const { status } = await visitor.call(`identity.office.${act}`)
      assert.equal(status, 403, act)
    }
  })

  test('a secretary sees accounts and suspends one, but gives no roles', async ({ assert }) => {
    const { account: actor, visitor } = await staff('secretary')
    const person = await givenAccount({ fullName: 'Éloïse Lefèvre' })
    const found = await visitor.get('/identity/office/accounts?search=eloise')
    assert.deepEqual(
      found.page.props.accounts.map((one: any) => one.fullName),
      ['Éloïse Lefèvre']
    )
    const { id } = person
    const grant = { role: 'treasurer', reason: 'Élection' }
    await visitor.call('identity.office.roles.store', { id }, grant)
    assert.include(await visitor.flash('/identity/account', 'error'), 'pas le droit')
    await visitor.call('identity.office.accounts.reset_factor', { id }, { reason: 'Perdu' })
    assert.include(await visitor.flash('/identity/account', 'error'), 'pas le droit')
    assert.deepEqual(await rolesOf(id), [])

    await visitor.call('identity.office.accounts.disable', { id }, { reason: '' })
    await person.refresh()
    assert.isNull(person.disabledAt)
    await visitor.call(
      'identity.office.accounts.disable',
      { id },
      { reason: 'Usurpation signalée' }
    )
    await person.refresh()
    assert.isNotNull(person.disabledAt)
    const event = await AuditEvent.query().where('subject_id', id).firstOrFail()
    assert.equal(event.action, 'identity.disable_account')
    assert.equal(event.actorAccountId, actor.id)
    assert.include(event.actorLabel, 'Nadia Benali')
    assert.deepInclude(event.before, { disabled: false })
    assert.deepInclude(event.after, { disabled: true })
    assert.equal(event.reason, 'Usurpation signalée')
    await visitor.call(
      'identity.office.accounts.restore',
      { id },
      { reason: 'Vérifié de vive voix' }
    )
    await person.refresh()
    assert.isNull(person.disabledAt)
  })

  test('an administrator gives and takes roles; the last administrator stays', async ({
    assert,
  }) => {
    const { account, visitor } = await staff('administrator')
    const { id } = await givenAccount()
    await visitor.call('identity.office.roles.store', { id }, { role: 'king', reason: 'Non' })
    assert.deepEqual(await rolesOf(id), [])
    await visitor.call(
      'identity.office.roles.store',
      { id },
      { role: 'treasurer', reason: 'Élue en AG' }
    )
    assert.deepEqual(await rolesOf(id), ['treasurer'])
    await visitor.call(
      'identity.office.roles.destroy',
      { id },
      { role: 'treasurer', reason: 'Fin de mandat' }
    )
    assert.deepEqual(await rolesOf(id), [])
    const events = await AuditEvent.query().where('subject_id', id).orderBy('id')
    assert.deepEqual(
      events.map((event) => event.action),
      ['identity.grant_role', 'identity.revoke_role']
    )

    await visitor.call(
      'identity.office.roles.destroy',
      { id: account.id },
      { role: 'administrator', reason: 'Lassitude' }
    )
    assert.deepEqual(await rolesOf(account.id), ['administrator'])
  })

  test('a revoked role shuts the office at once', async ({ assert }) => {
    const { account, visitor } = await staff('secretary')
    assert.equal(await visitor.status('/identity/office/accounts'), 200)
    await account.related('roles').query().delete()
    assert.equal(await visitor.status('/identity/office/accounts'), 403)
  })

  test('a lost second factor is taken off by somebody else, with a reason', async ({ assert }) => {
    const { account, visitor } = await staff('administrator')
    const colleague = await givenAccount({ roles: ['treasurer'] })
    const open = new Visitor()
    await open.signIn(colleague)
    const own = { id: account.id }
    await visitor.call('identity.office.accounts.reset_factor', own, { reason: 'Moi-même' })
    await account.refresh()
    assert.isNotNull(account.totpConfirmedAt)
    await visitor.call(
      'identity.office.accounts.reset_factor',
      { id: colleague.id },
      { reason: 'Téléphone perdu' }
    )
    await colleague.refresh()
    assert.isNull(colleague.totpConfirmedAt)
    assert.isNull(colleague.totpSecret)
    assert.equal(await open.location('/identity/account'), '/identity/sign-in')
  })

  test('the audit trail is searched, paged and exported, and cannot be changed', async ({
    assert,
  }) => {
    const { visitor } = await staff('treasurer')
    await db.table('audit_events').multiInsert(
      Array.from({ length: 60 }, (_, index) => ({
        at: new Date(Date.UTC(2026, 0, 1, 12, index)),
        actor_label: index === 7 ? '=HYPERLINK("x")' : 'Élodie',
        action: 'test.act',
        subject_type: 'thing',
        subject_id: String(index),
        reason: index === 8 ? 'une, "virgule"' : null,
      }))
    )
    const first = await visitor.props('/identity/office/audit?action=test.act')
    assert.lengthOf(first.events, 50)
    assert.equal(first.paging.total, 60)
    const second = await visitor.get('/identity/office/audit?action=test.act&page=2')
    assert.lengthOf(second.page.props.events, 10)
    const none = await visitor.get('/identity/office/audit?action=test.act&from=2026-01-02')
    assert.equal(none.page.props.paging.total, 0)
    const file = await visitor.get('/identity/office/audit.csv?action=test.act')
    const csv = file.text.split('\r\n')
    assert.lengthOf(csv, 62)
    assert.isTrue(csv.some((line) => line.includes(`"'=HYPERLINK(""x"")"`)))
    assert.isTrue(csv.some((line) => line.endsWith('"une, ""virgule"""')))

    for (const change of [`UPDATE audit_events SET reason = 'x'`, 'DELETE FROM audit_events']) {
      await db.rawQuery('SAVEPOINT before_change')
      await assert.rejects(() => db.rawQuery(change), /never changed or deleted/)
      await db.rawQuery('ROLLBACK TO SAVEPOINT before_change')
    }
  })

  test('a legal text is published as a new version that everybody reads', async ({ assert }) => {
    const { visitor } = await staff('secretary')
    const before = await new Visitor().props('/conditions')
    assert.include(before.title, 'Conditions')
    const text = {
      locale: 'fr',
      title: 'Conditions',
      body: '## Neuves\n<script>alert(1)</script>\n\n| Quoi | Durée |\n|---|---|\n| Usages | Un an |',
      reason: 'Voté en AG',
    }
    await visitor.call(
      'identity.office.legal.store',
      { slug: 'conditions' },
      { ...text, title: '' }
    )
    await visitor.call('identity.office.legal.store', { slug: 'conditions' }, text)
    const after = await new Visitor().props('/identity/legal/conditions')
    assert.equal(after.version, before.version + 1)
    assert.include(after.html, '<h2>Neuves</h2>')
    assert.notInclude(after.html, '<script>')
    assert.include(after.html, '<td data-label="Durée">Un an</td>')
    const { history } = await visitor.props('/identity/office/legal/conditions')
    assert.lengthOf(history, after.version)
    for (const slug of ['mentions-legales', 'confidentialite']) {
      assert.equal(await new Visitor().status(`/${slug}`), 200)
    }
  })
})
