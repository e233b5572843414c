import { test } from '@japa/runner'
import {
  binaryToHex,
  hexToBinary,
  infohashBytes,
  infohashFromQuery,
  percentDecode20,
  percentEncodeBytes,
} from '#values/infohash'
import fc from 'fast-check'

const HEX = '0123456789abcdef0123456789abcdef01234567'

test.group('Info-hash', () => {
  test('any 20 bytes come back from their percent-encoded form', ({ assert }) => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
        const decoded = percentDecode20(percentEncodeBytes(bytes))
        assert.deepEqual([...decoded!], [...bytes])
        const hex = Buffer.from(bytes).toString('hex')
        assert.equal(binaryToHex(hexToBinary(hex)), hex)
        assert.equal(infohashFromQuery(percentEncodeBytes(bytes).toUpperCase()), hex)
      })
    )
  })

  test('characters that need no escape stand for themselves, a plus for a space', ({ assert }) => {
    assert.equal(percentDecode20('-TR4000-abcdefghijkl')?.toString(), '-TR4000-abcdefghijkl')
    assert.equal(percentDecode20('a+bcdefghijklmnopqrs')?.toString(), 'a bcdefghijklmnopqrs')
  })

  test('"{$self}" is refused')
    .with([
      '',
      'short',
      'a'.repeat(19),
      'a'.repeat(21),
      '%6'.repeat(20),
      '%zz'.repeat(20),
      `${'a'.repeat(19)}%`,
      `${'a'.repeat(19)}%4`,
      `${'a'.repeat(19)}€`,
      '%61'.repeat(21),
    ])
    .run(({ assert }, text) => {
      assert.isNull(percentDecode20(text))
      assert.isNull(infohashFromQuery(text))
    })

  test('hex has 40 digits', ({ assert }) => {
    assert.equal(infohashBytes(HEX).length, 20)
    assert.throws(() => infohashBytes(HEX.slice(1)), /40 hex digits/)
    assert.throws(() => infohashBytes(`${HEX.slice(1)}g`), /40 hex digits/)
  })
})
