import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import i18nManager from '@adonisjs/i18n/services/main'
import ShareMovement from '#models/shares/share_movement'
import { paperContext } from '#services/shares/documents/pdf_context'
import { registerPdf } from '#services/shares/documents/register_pdf'
import { shareCertificate } from '#services/shares/documents/share_certificate'
import { pdfWords } from '#tests/support/pdf_words'
import { buyShares, givenHolder, withCooperative } from '#tests/support/shares'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'

const clock = new FixedClock('2026-03-10T10:00:00')

const inWords = () => {
  const i18n = i18nManager.locale('fr')
  return paperContext({ locale: 'fr', t: (key, values) => i18n.t(key, values) }, clock)
}

test.group('Shares | papers to sign and to check', (group) => {
  withCooperative(group, { clock, at: '2026-03-10T10:00:00' })

  test('C31 the certificate names who signs by the mandate of the day, or leaves room for them', async ({
    assert,
  }) => {
    const member = await givenHolder(clock, 3)
    const chair = await givenHolder(clock, 1, { name: 'Zzprésidente' })
    const certificate = async () => pdfWords((await shareCertificate(member, await inWords()))!)
    assert.include(await certificate(), 'Nom et qualité')
    const seat = { member_id: chair.id, starts_on: '2026-01-01', ends_on: '2028-12-31' }
    const kept = { resolution_reference: 'AG-1', created_at: clock.now().toISO() }
    await db.table('mandates').insert({ id: newId(), body_code: 'board', ...seat, ...kept })
    assert.include(await certificate(), 'Nom et qualité')
    await db.table('mandates').insert({ id: newId(), body_code: 'president', ...seat, ...kept })
    const signed = await certificate()
    for (const said of ['Camille Zzprésidente, Présidence', 'Signature', '10 mars 2026'])
      assert.include(signed, said)
    assert.notInclude(signed, 'Nom et qualité')
    await db.from('mandates').update({ ended_on: '2026-03-09', end_reason: 'resigned' })
    assert.include(await certificate(), 'Nom et qualité')
  })

  test('C11 the register on paper names its last movement and the hash of it, on a past day that day’s', async ({
    assert,
  }) => {
    await givenHolder(clock, 3)
    clock.moveTo('2026-03-11T10:00:00')
    await givenHolder(clock, 2)
    const read = async (day: string) => pdfWords((await registerPdf(day, await inWords()))!)
    const hashes = (await ShareMovement.query().orderBy('number')).map(({ hash }) =>
      hash.toString('hex')
    )
    const today = await read('2026-03-11')
    assert.include(today, 'jusqu’au n° 2')
    assert.include(today, hashes[1])
    const before = await read('2026-03-10')
    assert.include(before, 'jusqu’au n° 1')
    assert.include(before, hashes[0])
    assert.notInclude(before, hashes[1])
    assert.notInclude(await read('2026-03-09'), 'Pour vérifier')
  })

  test('C11 past nine movements the last is still the one with the greatest number', async ({
    assert,
  }) => {
    const first = await givenHolder(clock, 1)
    for (let other = 0; other < 8; other++) await givenHolder(clock, 1)
    const ninth = await ShareMovement.findByOrFail('number', 9)
    await buyShares(clock, first.id, 4)
    const last = await ShareMovement.query().orderBy('number', 'desc').firstOrFail()
    assert.isAtLeast(Number(last.number), 10)
    const register = await pdfWords((await registerPdf('2026-03-10', await inWords()))!)
    const certificate = await pdfWords((await shareCertificate(first, await inWords()))!)
    for (const paper of [register, certificate]) {
      assert.include(paper, last.hash.toString('hex'))
      assert.notInclude(paper, ninth.hash.toString('hex'))
    }
    assert.match(register, /9 titulaires · 13 parts/)
  })
})
