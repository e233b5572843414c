import { test } from '@japa/runner'
import { createHash } from 'node:crypto'
import { apportion } from '#values/apportion'
import { ExactSums } from '#services/royalties/allocation/exact_sums'
import { IdBatch, IdTable, hashBytes } from '#services/royalties/allocation/id_table'
import { TieHash } from '#services/royalties/allocation/tie_hash'
import { TiedShares } from '#services/royalties/allocation/tied_shares'
import fc from 'fast-check'

const id = fc.stringMatching(/^[a-z0-9._:-]{1,64}$/)
const LIMIT = BigInt(Number.MAX_SAFE_INTEGER)

test.group('Allocation kernel', () => {
  test('its parts are those of apportion, below and above 2^53', ({ assert }) => {
    // One kind of weight per split: a single large one would send every split the long way.
    const kinds = [
      fc.bigInt({ min: 1n, max: 4n }),
      fc.bigInt({ min: 1n, max: 100_000n }),
      fc.bigInt({ min: LIMIT - 3n, max: LIMIT + 3n }),
    ]
    const claims = fc.oneof(
      ...kinds.map((weight) =>
        fc.uniqueArray(fc.record({ id, weight }), {
          minLength: 1,
          maxLength: 600,
          size: 'max',
          selector: (claim) => claim.id,
        })
      )
    )
    const total = fc.oneof(
      fc.bigInt({ min: 1n, max: 300n }),
      fc.bigInt({ min: 1n, max: 10_000_000n }),
      fc.bigInt({ min: LIMIT - 3n, max: LIMIT + 3n })
    )
    let [small, large] = [0, 0]
    fc.assert(
      fc.property(total, claims, id, (amount, weights, owner) => {
        const ids = new IdTable()
        const shares = new TiedShares('2026-10', ids)
        shares.begin()
        for (const claim of weights) shares.addLarge(ids.internText(claim.id), claim.weight)
        shares.share(amount, owner)
        if (shares.parts === null) large++
        else small++
        const expected = apportion(amount, weights, (claim) => `2026-10|${owner}|${claim}`)
        assert.deepEqual(
          weights.map((_, at) => shares.part(at)),
          expected
        )
      }),
      { numRuns: 1000 }
    )
    assert.isAbove(small, 200)
    assert.isAbove(large, 200)
  }).timeout(60_000)

  test('its SHA-256 is that of node:crypto, for every length of key', ({ assert }) => {
    const hash = new TieHash(300)
    for (let length = 0; length <= 300; length++) {
      const key = Buffer.from('répartition|'.repeat(30)).subarray(0, length)
      hash.bytes.set(key)
      hash.digest(length)
      const expected = createHash('sha256').update(key).digest('hex')
      assert.equal(hash.hex(), expected)
      assert.equal(hash.leading(), Number(BigInt(`0x${expected}`) >> 203n))
    }
    assert.throws(() => hash.digest(400), /longer than its buffer/)
  })

  test('sums stay exact past 2^53', ({ assert }) => {
    const small = fc.bigInt({ min: 0n, max: LIMIT })
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3000), small, fc.bigInt({ min: 0n }))), (additions) => {
        const sums = new ExactSums()
        const expected = new Map<number, bigint>()
        for (const [index, safe, any] of additions) {
          sums.add(index, Number(safe))
          sums.addLarge(index, any)
          expected.set(index, (expected.get(index) ?? 0n) + safe + any)
        }
        for (const [index, sum] of expected) assert.equal(sums.get(index), sum)
        assert.equal(sums.get(9_999_999), 0n)
      })
    )
  })

  test('ten thousand ids keep their numbers, also by batch, and sort as bytes', ({ assert }) => {
    const table = new IdTable()
    const names = Array.from({ length: 10_000 }, (_, n) => `${'w'.repeat(n % 60)}${n.toString(16)}`)
    const numbers = names.map((name) => table.internText(name))
    assert.equal(table.size, new Set(names).size)
    const source = Buffer.from(names.join(''))
    const batch = new IdBatch(names.length)
    let from = 0
    for (const name of names) {
      const at = batch.count++
      batch.from[at] = from
      batch.to[at] = from += name.length
      batch.hash[at] = hashBytes(source, batch.from[at], from)
    }
    table.internAll(source, batch)
    assert.deepEqual([...batch.index], numbers)
    const sorted = Array.from(table.sorted(), (index) => table.text(index))
    assert.deepEqual(sorted, [...new Set(names)].sort())
  })

  for (const room of [0, 1, 9_000]) {
    test(`ids appended with room for ${room} keep their numbers and bytes`, ({ assert }) => {
      const names = Array.from({ length: 9_000 }, (_, n) => `${n}${'-'.repeat(n % 60)}`)
      const source = new Float64Array(names.length * 8)
      const bytes = Buffer.from(source.buffer)
      for (const [n, name] of names.entries()) bytes.write(name, n * 64)
      const table = new IdTable()
      table.reserve(room)
      for (const [n, name] of names.entries()) {
        assert.equal(table.append(source, n * 8, name.length), n)
      }
      assert.deepEqual(
        names.map((_, n) => table.text(n)),
        names
      )
    })
  }

  test('ids with the same hash are told apart', ({ assert }) => {
    // 31 × 'A' + 'a' = 31 × 'B' + 'B': the hash of both is the same.
    const table = new IdTable()
    assert.equal(hashBytes(Buffer.from('Aa'), 0, 2), hashBytes(Buffer.from('BB'), 0, 2))
    assert.deepEqual(
      ['Aa', 'BB', 'Aa', 'BB'].map((text) => table.internText(text)),
      [0, 1, 0, 1]
    )
    const batch = new IdBatch(1)
    batch.count = 1
    batch.to[0] = 2
    batch.hash[0] = hashBytes(Buffer.from('BB'), 0, 2)
    table.internAll(Buffer.from('BB'), batch)
    assert.equal(batch.index[0], 1)
  })
})
