import { test } from '@japa/runner'
import { LICENCE_LIBRARY, licenceTextDigest } from '#services/licensing/licence_library'

test.group('licence library', () => {
  test('the words of p2p.legal 1.0 are the ones that were signed', ({ assert }) => {
    const [text] = LICENCE_LIBRARY
    assert.equal(text.code, 'p2p.legal')
    // A changed letter changes every signature's meaning: publish a new version instead.
    assert.equal(
      licenceTextDigest(text),
      'cb4de50978f5464205f02ab7c60627888a7db502f097b3c60095afd358f12265'
    )
  })

  test('CPI L131-3: each right is named with extent, purpose, place and duration', ({ assert }) => {
    const [{ bodyFr, bodyEn }] = LICENCE_LIBRARY
    for (const word of [
      'Reproduire',
      'mettre à la disposition',
      'monde entier',
      'Durée',
      'exclusivité',
    ]) {
      assert.include(bodyFr, word)
    }
    assert.equal(bodyFr.match(/^\d+\. /gm)?.length, bodyEn.match(/^\d+\. /gm)?.length)
  })

  test('P29: only non-commercial texts forbid paid use', ({ assert }) => {
    const forbidding = LICENCE_LIBRARY.filter((text) => !text.allowsPaidUse).map(
      (text) => text.code
    )
    assert.deepEqual(forbidding, ['CC-BY-NC-SA-4.0'])
    assert.isFalse(LICENCE_LIBRARY.find((text) => text.code === 'p2p.legal')!.isOpen)
  })
})
