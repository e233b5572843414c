import testUtils from '@adonisjs/core/services/test_utils'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import LicenceText from '#models/licensing/licence_text'
import { installLicenceTexts } from '#services/licensing/install_licence_texts'
import { LICENCE_LIBRARY, licenceTextDigest } from '#services/licensing/licence_library'
import { allowsPaidUse, licencesInForce } from '#services/licensing/queries/licences_in_force'
import { signLicence } from '#services/licensing/sign_licence'
import { givenWork, MAKER, must, refusal, sign } from '#tests/functional/catalogue/scene'
import { FixedClock } from '#values/clock'

test.group('licences', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('every text of the library is registered once, with the hash of its words', async ({
    assert,
  }) => {
    await installLicenceTexts()
    await installLicenceTexts()
    for (const text of LICENCE_LIBRARY) {
      const rows = await LicenceText.query().where({ code: text.code, version: text.version })
      assert.lengthOf(rows, 1)
      assert.equal(rows[0].sha256, licenceTextDigest(rows[0]))
    }
  })

  test('CPI L131-3: a signature keeps the words, the signer, the date and the evidence', async ({
    assert,
  }) => {
    const clock = new FixedClock('2031-03-10T09:30:00')
    const { work, rightsHolder } = await givenWork(clock)
    const licence = must(await sign(work.id, rightsHolder.id, clock))
    await licence.load('licenceText')
    assert.equal(licence.textSha256, licence.licenceText.sha256)
    assert.equal(licence.signerName, 'Signataire Essai')
    assert.deepEqual(licence.evidence, { method: 'test', collectingSociety: null })
    assert.equal(licence.signedAt.toMillis(), clock.now().toMillis())
    assert.lengthOf(await licencesInForce(work.id, '2031-03-10'), 1)
  })

  test('what was signed stays; only its end is written down, once', async ({ assert }) => {
    const clock = new FixedClock('2031-03-10')
    const { work, rightsHolder } = await givenWork(clock)
    const { id } = must(await sign(work.id, rightsHolder.id, clock))
    const change = (values: object) =>
      db.transaction((trx) => trx.from('licences').where('id', id).update(values))
    const stays = /a signed licence only ever ends/
    await assert.rejects(() => change({ signer_name: 'Quelqu’un d’autre' }), stays)
    await assert.rejects(() => change({ evidence: '{}' }), stays)
    await assert.rejects(() => change({ signed_at: '2030-01-01', ends_on: '2031-06-30' }), stays)
    await change({ ends_on: '2031-06-30' })
    assert.lengthOf(await licencesInForce(work.id, '2031-06-30'), 1)
    assert.lengthOf(await licencesInForce(work.id, '2031-07-01'), 0)
    await assert.rejects(() => change({ ends_on: null }), stays)
    await assert.rejects(() => change({ ends_on: '2032-01-01' }), stays)
    const remove = () => db.transaction((trx) => trx.from('licences').where('id', id).delete())
    await assert.rejects(remove, stays)
  })

  test('only the words that were shown can be signed', async ({ assert }) => {
    const clock = new FixedClock('2031-03-10')
    const { work, rightsHolder } = await givenWork(clock)
    await installLicenceTexts()
    const text = LICENCE_LIBRARY[0]
    const attempt = {
      workId: work.id,
      rightsHolderId: rightsHolder.id,
      code: text.code,
      version: text.version,
      textSha256: licenceTextDigest(text),
      signerName: 'X',
      signerAccountId: null,
      evidence: { method: 'test', collectingSociety: null },
      actor: MAKER,
      clock,
    }
    const refused = async (change: Partial<Parameters<typeof signLicence>[0]>) =>
      refusal(await signLicence({ ...attempt, ...change }))
    assert.equal(await refused({ textSha256: 'f'.repeat(64) }), 'text_changed')
    assert.equal(await refused({ version: '99' }), 'unknown_text')
    assert.equal(await refused({ signerName: '  ' }), 'signer_missing')
    assert.equal(await refused({ rightsHolderId: work.id }), 'unknown_rights_holder')
    assert.equal(await refused({ clock: new FixedClock('2025-12-31') }), 'not_in_force')
    assert.equal(await refused({ signedAt: clock.now().plus({ days: 1 }) }), 'signed_later')
    assert.equal(await refused({ endsOn: clock.now().minus({ days: 1 }) }), 'ends_before')
    assert.lengthOf(await licencesInForce(work.id, '2031-03-10'), 0)
  })

  test('P29: non-commercial works need a grant, members of a society its consent', async ({
    assert,
  }) => {
    const clock = new FixedClock('2031-03-10')
    const { work, rightsHolder } = await givenWork(clock)
    const paid = async (code: string, evidence = {}) => {
      const licence = must(await sign(work.id, rightsHolder.id, clock, code, evidence))
      await licence.load('licenceText')
      return allowsPaidUse(licence)
    }
    assert.isTrue(await paid('p2p.legal'))
    assert.isTrue(await paid('CC0-1.0'))
    assert.isFalse(await paid('CC-BY-NC-SA-4.0'))
    assert.isTrue(await paid('CC-BY-NC-SA-4.0', { grantsPaidUse: true }))
    assert.isFalse(await paid('p2p.legal', { collectingSociety: 'SACEM' }))
    const consent = { collectingSociety: 'SACEM', collectingSocietyConsent: 'retrait n° 12' }
    assert.isTrue(await paid('p2p.legal', consent))
  })
})
