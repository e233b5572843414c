import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { runChecks } from '#checks/index'
import { costMicro } from '#services/publication/chain/publication_cost'
import { PERIOD, PublicationScene } from '#tests/functional/publication/scene'
import { setFixedSecondFactor } from '#services/identity/set_up_second_factor'
import { asStaff, givenAccount, TOTP_SECRET } from '#tests/support/accounts'
import { verifyEntry } from '#verify/verify_entry'
import type { Entry } from '#verify/entry'
import env from '#start/env'
import { Clock } from '#values/clock'
import { sha256 } from '#values/digest'

const REPORT = `/publication/${PERIOD}/r1/public/report.json`
const FROZEN = `/publication/office/${PERIOD}/r1/input/contributions.csv`

test.group('Publication | what everybody sees', (group) => {
  let scene: PublicationScene
  group.setup(async () => {
    scene = await PublicationScene.open()
    await scene.published()
    return () => scene.close()
  })
  group.each.setup(() => {
    app.container.swap(Clock, () => scene.clock)
  })

  test('the months page lists what was published', async ({ client, assert }) => {
    const response = await client.get('/publication').withInertia()
    response.assertStatus(200)
    const { months } = response.inertiaProps as { months: Record<string, any>[] }
    assert.deepInclude(months[0], { period: PERIOD, revision: 1, state: 'published' })
    assert.equal(months[0]!.subscribers, 16)
  })

  test('a month’s page shows fingerprints, transaction, cost and who approved (P26)', async ({
    client,
    assert,
  }) => {
    const response = await client.get(`/publication/${PERIOD}`).withInertia()
    response.assertStatus(200)
    const { publication } = response.inertiaProps as { publication: Record<string, any> }
    const { rootHex } = await scene.sealed()
    assert.equal(publication.root, rootHex)
    assert.match(publication.tx, /^0x[0-9a-f]{64}$/)
    assert.isTrue(BigInt(publication.costMicro) > 0n)
    assert.sameMembers(
      publication.approvals.map((approval: { name: string }) => approval.name),
      ['Inès Roussel', 'Malo Kerbrat']
    )
    assert.equal(publication.files[0].url, REPORT)
  })

  test('P26 the cost is gas by price, rounded up, in µ€', ({ assert }) => {
    // 144 000 gas at 1 gwei are 0.000144 coins; at 2 200 € each that is 0.3168 €.
    assert.equal(costMicro(144_000n, 1_000_000_000n), 316_800n)
    assert.equal(costMicro('1', '1'), 1n)
    assert.isNull(costMicro(null, '1'))
  })

  test('the public report is served as it was hashed', async ({ assert }) => {
    const response = await fetch(`${env.get('APP_URL')}${REPORT}`)
    assert.equal(response.status, 200)
    const { docHash } = await scene.sealed()
    assert.deepEqual(sha256(Buffer.from(await response.arrayBuffer())), docHash)
  })

  test('rows per person: nobody, a stranger no, treasurer and approvers yes', async ({
    client,
    assert,
  }) => {
    const anonymous = await client.get(FROZEN).redirects(0)
    anonymous.assertStatus(302)
    anonymous.assertHeader('location', '/identity/sign-in')
    const stranger = await givenAccount({ roles: ['administrator'] })
    const refused = await asStaff(client.get(FROZEN), stranger)
    refused.assertStatus(403)
    await setFixedSecondFactor(scene.people.subscribers, TOTP_SECRET, scene.clock)
    for (const person of [scene.people.treasurer, scene.people.subscribers]) {
      const allowed = await asStaff(client.get(FROZEN), person)
      allowed.assertStatus(200)
      assert.match(allowed.text(), /^contribution_id,/)
      const read = await db
        .from('audit_events')
        .where({ action: 'publication.read_frozen_file', actor_account_id: person.id })
      assert.lengthOf(read, 1)
      assert.deepInclude(read[0], { subject_type: 'period', subject_id: PERIOD })
      assert.deepEqual(read[0].after, { revision: 1, file: 'input/contributions.csv' })
    }
  })

  test('a file that was never kept, and a path from outside, are not found', async ({ client }) => {
    for (const name of ['nothing.json', '..%2F..%2Fsecrets.json']) {
      const response = await client.get(`/publication/${PERIOD}/r1/public/${name}`)
      response.assertStatus(404)
    }
    const unknown = await client.get('/publication/2031-01')
    unknown.assertStatus(404)
  })

  test('the API lists months and answers problem+json for others', async ({ client, assert }) => {
    const list = await client.get('/api/v1/periods')
    list.assertStatus(200)
    const { rootHex, docHashHex } = await scene.sealed()
    assert.deepInclude(list.body().periods[0], { period: PERIOD, root: rootHex })
    const one = await client.get(`/api/v1/periods/${PERIOD}`)
    one.assertStatus(200)
    assert.deepInclude(one.body(), { doc_hash: docHashHex, statements: 18 })
    assert.equal(one.body().report.kind, 'public_report')
    for (const [path, status] of [
      ['/api/v1/periods/2031-01', 404],
      ['/api/v1/periods/hier', 400],
      ['/api/v1/nulle-part', 404],
      ['/api/v1/periods/2026-10/autre', 404],
    ] as const) {
      const response = await client.get(path)
      response.assertStatus(status)
      assert.match(response.header('content-type')!, /^application\/problem\+json/)
      assert.equal(response.body().status, status)
    }
    // Route 'publication.api.unknown': by any method, with or without a token of a form.
    for (const request of [client.post('/api/v1/periods'), client.delete('/api/v1/x/y')]) {
      const response = await request
      response.assertStatus(404)
      assert.match(response.header('content-type')!, /^application\/problem\+json/)
    }
  })

  test('my statements: nobody 401, somebody without 404, mine with a proof that holds', async ({
    client,
    assert,
  }) => {
    const path = `/api/v1/me/statements/${PERIOD}`
    const anonymous = await client.get(path).redirects(0)
    anonymous.assertStatus(401)
    assert.match(anonymous.header('content-type')!, /problem\+json/)
    const other = await client
      .get(path)
      .withGuard('web')
      .loginAs(await givenAccount())
    other.assertStatus(404)

    const account = await scene.subscriberAccount()
    const mine = await client.get(path).withGuard('web').loginAs(account)
    mine.assertStatus(200)
    const [entry] = mine.body().statements as Entry[]
    assert.equal(entry!.statement.kind, 'subscriber')
    const verified = await verifyEntry(entry!, { rpcUrl: env.get('CHAIN_RPC_URL') })
    assert.equal(verified.state, 'ok', JSON.stringify(verified.failedStep))

    const forged = structuredClone(entry!) as Entry & {
      statement: { totals: { net_cents: string } }
    }
    forged.statement.totals.net_cents = '1'
    const found = await verifyEntry(forged, { rpcUrl: env.get('CHAIN_RPC_URL') })
    assert.equal(found.failedStep, 'statement')
  })

  test('my statements answer to a bearer token too', async ({ client }) => {
    const account = await scene.subscriberAccount('6')
    const response = await client
      .get(`/api/v1/me/statements/${PERIOD}`)
      .withGuard('api')
      .loginAs(account)
    response.assertStatus(200)
  })

  test('the verifier is served with its own policy alone', async ({ client, assert }) => {
    const response = await client.get('/verify')
    response.assertStatus(200)
    assert.isUndefined(response.header('content-security-policy'))
    assert.include(response.text(), 'Content-Security-Policy')
  })

  test('every invariant of what was published holds, and a forged one is found', async ({
    assert,
  }) => {
    const failures = async () => {
      const results = await runChecks({ period: PERIOD })
      return results
        .filter(({ name, failure }) => failure && name.startsWith('publication.'))
        .map(({ name }) => name)
    }
    assert.deepEqual(await failures(), [])
    const { root } = await scene.sealed()
    const forge = async (bytes: Buffer) => {
      await db.rawQuery('ALTER TABLE publications DISABLE TRIGGER USER')
      await db.from('publications').where({ period: PERIOD }).update({ root: bytes })
      await db.rawQuery('ALTER TABLE publications ENABLE TRIGGER USER')
    }
    await forge(Buffer.alloc(32, 3))
    assert.sameMembers(await failures(), [
      'publication.on_chain',
      'publication.approved_by_others',
      'publication.tree',
    ])
    await forge(root)
  })
})
