import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import ace from '@adonisjs/core/services/ace'
import app from '@adonisjs/core/services/app'
import hash from '@adonisjs/core/services/hash'
import db from '@adonisjs/lucid/services/db'
import { checks } from '#checks/identity'
import Account from '#models/identity/account'
import { cleanSlate } from '#tests/functional/identity/support'
import { givenAccount, PASSWORD } from '#tests/support/accounts'
import { rolesOf } from '#services/identity/capabilities'
import { seedLegalTexts } from '#services/identity/legal_texts'
import { forgetOldSessions, labelSession } from '#services/identity/sessions'
import { FixedClock, SystemClock } from '#values/clock'
import { newId } from '#values/id'

async function broken() {
  const names: string[] = []
  for (const check of checks) {
    const { rows } = await db.rawQuery(check.sql!)
    if (rows.length > 0) names.push(check.name)
  }
  return names
}

test.group('Identity: invariants and commands', (group) => {
  cleanSlate(group)

  test('the checks pass on what the services write, and name what was tampered with', async ({
    assert,
  }) => {
    const account = await givenAccount({ roles: ['treasurer'] })
    await seedLegalTexts(new SystemClock())
    assert.deepEqual(await broken(), [])
    await db.from('accounts').where('id', account.id).update({ totp_secret: null })
    assert.deepEqual(await broken(), ['identity.confirmed_factors_have_a_secret'])
    await db.from('accounts').where('id', account.id).update({ closed_at: new Date() })
    assert.include(await broken(), 'identity.closed_accounts_are_cut_off')
    const person = await givenAccount()
    await db.table('account_roles').insert({
      id: newId(),
      account_id: person.id,
      role: 'administrator',
      granted_at: new Date(),
    })
    assert.include(await broken(), 'identity.roles_are_in_the_trail')
  })

  test('the texts that come with the house are put in once', async ({ assert }) => {
    await db.rawQuery('ALTER TABLE legal_texts DISABLE TRIGGER legal_texts_append_only')
    await db.from('legal_texts').delete()
    const clock = new SystemClock()
    assert.equal(await seedLegalTexts(clock), 6)
    assert.equal(await seedLegalTexts(clock), 0)
  })

  test('sessions are forgotten two months after they were last seen', async ({ assert }) => {
    const { id: accountId } = await givenAccount()
    const clock = new FixedClock('2026-01-10T12:00')
    const place = { sessionId: newId(), accountId, userAgent: null, address: '192.0.2.1' }
    await labelSession(place, clock)
    assert.equal(await forgetOldSessions(clock.moveTo('2026-03-10T11:59')), 0)
    assert.equal(await forgetOldSessions(clock.moveTo('2026-03-10T12:01')), 1)
  })

  test('identity:create-admin opens an empty co-operative, and refuses what is not usable', async ({
    assert,
  }) => {
    const run = (email: string, password: string) =>
      ace.exec('identity:create-admin', [
        `--email=${email}`,
        '--name=Nadia Benali',
        `--password=${password}`,
      ])
    const weak = await run('nadia@exemple.fr', 'court')
    assert.equal(weak.exitCode, 1)
    const wrong = await run('pas une adresse', PASSWORD)
    assert.equal(wrong.exitCode, 1)
    assert.isNull(await Account.findBy('email', 'nadia@exemple.fr'))
    const command = await run('nadia@exemple.fr', PASSWORD)
    assert.equal(command.exitCode, 0)
    const account = await Account.findByOrFail('email', 'nadia@exemple.fr')
    assert.isNotNull(account.emailVerifiedAt)
    assert.deepEqual(await rolesOf(account.id), ['administrator'])
    await run('nadia@exemple.fr', PASSWORD)
    assert.deepEqual(await rolesOf(account.id), ['administrator'], 'twice changes nothing')
  })
})

test.group('Identity: the first account, by a command of its own process', (group) => {
  const email = `premiere-${newId()}@exemple.fr`
  group.teardown(async () => {
    const { id } = await Account.findByOrFail('email', email)
    await db.from('account_roles').where('account_id', id).delete()
    await db.from('accounts').where('id', id).delete()
  })

  // In the tests' own process everything is there already: a shell begins with nothing.
  test('identity:create-admin as a shell runs it', async ({ assert }) => {
    const args = ['--import=@poppinss/ts-exec', 'bin/console.ts', 'identity:create-admin']
    const words = [`--email=${email}`, '--name=Nadia Benali', `--password=${PASSWORD}`]
    await promisify(execFile)(process.execPath, [...args, ...words], { cwd: app.makePath() })
    const account = await Account.findByOrFail('email', email)
    assert.deepEqual(await rolesOf(account.id), ['administrator'])
    assert.isTrue(await hash.verify(account.password, PASSWORD))
  })
})
