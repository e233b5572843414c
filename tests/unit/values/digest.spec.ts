import { test } from '@japa/runner'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonicalJson, sha256, sha256Hex, sha256OfFile } from '#values/digest'
import { isId, newId } from '#values/id'

const OF_ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

test.group('Digest', () => {
  test('SHA-256 of text, bytes and files (FIPS 180-4 example)', async ({ assert, cleanup }) => {
    const directory = mkdtempSync(join(tmpdir(), 'peerfy-digest-'))
    cleanup(() => rmSync(directory, { recursive: true }))
    writeFileSync(join(directory, 'abc'), 'abc')
    assert.equal(sha256Hex('abc'), OF_ABC)
    assert.equal(sha256(Buffer.from('abc')).toString('hex'), OF_ABC)
    assert.equal(await sha256OfFile(join(directory, 'abc')), OF_ABC)
  })

  test('RFC 8785: keys by code unit, no white space, no newline', ({ assert }) => {
    const document = { 'b': [1, 'é', null], 'a': { '\u20ac': true, '\r': '1' }, '1': '2' }
    assert.equal(canonicalJson(document), '{"1":"2","a":{"\\r":"1","€":true},"b":[1,"é",null]}')
  })

  test('what JSON cannot carry is refused', ({ assert }) => {
    assert.throws(() => canonicalJson({ amount: 1n }))
    assert.throws(() => canonicalJson({ amount: Number.NaN }))
    assert.throws(() => canonicalJson(undefined))
  })

  test('ids are lower-case UUIDs and never the same', ({ assert }) => {
    const ids = new Set(Array.from({ length: 1000 }, newId))
    assert.equal(ids.size, 1000)
    for (const id of ids) assert.isTrue(isId(id))
    assert.isFalse(isId('A'.repeat(36)))
  })
})
