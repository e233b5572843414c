import { test } from '@japa/runner'
import fc from 'fast-check'
import { MAX_COUNTER, parseAnnounce, parseScrape } from '#services/tracker/parse_announce'
import { percentEncodeBytes } from '#values/infohash'

const hash = Buffer.from([
  0, 1, 32, 37, 38, 43, 61, 127, 128, 255, 10, 13, 97, 98, 99, 100, 101, 102, 200, 250,
])
const id = Buffer.from('-TR3000-abcdefghijkl')

function query(changes: Record<string, string | null> = {}): string {
  const fields: Record<string, string | null> = {
    info_hash: percentEncodeBytes(hash),
    peer_id: percentEncodeBytes(id),
    port: '6881',
    uploaded: '0',
    downloaded: '0',
    left: '0',
    ...changes,
  }
  return Object.entries(fields)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

test.group('Reading an announce', () => {
  test('every byte of the hash and the peer id survives', ({ assert }) => {
    const request = parseAnnounce(query(), 50)
    assert.isObject(request)
    if (typeof request === 'string') return
    assert.isTrue(Buffer.from(request.infoHash, 'latin1').equals(hash))
    assert.isTrue(Buffer.from(request.peerId, 'latin1').equals(id))
    assert.deepInclude(request, { port: 6881, event: '', numwant: 50, compact: true })
  })

  test('P3: counters are exact up to 2^63-1')
    .with([0n, 10737418240n, 2n ** 53n + 1n, MAX_COUNTER])
    .run(({ assert }, counter) => {
      const request = parseAnnounce(query({ left: String(counter) }), 50)
      assert.propertyVal(request, 'left', counter)
    })

  test('P3: {0}={1} is refused')
    .with([
      ['left', '-1'],
      ['left', '1.5'],
      ['left', '1e9'],
      ['left', '0x10'],
      ['left', ' 1'],
      ['left', '+1'],
      ['left', ''],
      ['left', 'NaN'],
      ['left', 'Infinity'],
      ['left', '9223372036854775808'],
      ['left', '18446744073709551616'],
      ['uploaded', '1'.repeat(64)],
      ['downloaded', '%31'],
      ['port', '0'],
      ['port', '65536'],
      ['port', '-1'],
      ['port', 'abc'],
      ['event', 'finished'],
      ['event', 'Started'],
      ['numwant', '-2'],
      ['numwant', 'many'],
      ['info_hash', 'abc'],
      ['info_hash', '%00'.repeat(21)],
      ['info_hash', `${'%00'.repeat(19)}%0`],
      ['peer_id', `${'%00'.repeat(19)}%zz`],
      ['peer_id', 'a'.repeat(32)],
      ['info_hash', 'é'.repeat(10)],
    ] as [string, string][])
    .run(({ assert }, [name, value]) => {
      assert.isString(parseAnnounce(query({ [name]: value }), 50))
    })

  test('P3: a missing {$self} is refused by name')
    .with(['info_hash', 'peer_id', 'port', 'uploaded', 'downloaded', 'left'])
    .run(({ assert }, name) => {
      assert.equal(
        parseAnnounce(query({ [name]: null }), 50),
        `${name} manquant / ${name} is missing`
      )
    })

  test('P3: a parameter that stands twice, or as an array, is refused')
    .with(['left=1', 'left[]=1', 'left%5B%5D=1', 'event=&event=', 'info_hash=x', 'port[0]=1'])
    .run(({ assert }, extra) => {
      assert.isString(parseAnnounce(`${query()}&${extra}`, 50))
    })

  test('what other clients send is understood', ({ assert }) => {
    const extra = '&key=AB12&supportcrypto=1&redundant=0&ip=1.2.3.4&no_peer_id=1&compact=0'
    const request = parseAnnounce(`${query({ numwant: '-1' })}${extra}&event=completed`, 50)
    assert.deepInclude(request, { numwant: 50, compact: false, noPeerId: true, event: 'completed' })
    assert.propertyVal(parseAnnounce(query({ numwant: '0' }), 50), 'numwant', 0)
    assert.propertyVal(parseAnnounce(query({ numwant: '99999' }), 50), 'numwant', 50)
  })

  test('whatever arrives, it is read or refused, never an exception (1 000 seeds)', ({
    assert,
  }) => {
    const names = [
      'info_hash',
      'peer_id',
      'port',
      'left',
      'uploaded',
      'event',
      '__proto__',
      'constructor',
      '',
    ]
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc
        .tuple(fc.constantFrom(...names), fc.string({ maxLength: 70 }))
        .map((pair) => pair.join('=')),
      fc.constantFrom('%', '%%', '%f', '&', '=', '&&==', '%00%00', 'left=1', query())
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const request = parseAnnounce(parts.join('&'), 50)
        if (typeof request === 'string') return request.length > 0 && /^[\x20-\x7e]+$/.test(request)
        return (
          request.infoHash.length === 20 &&
          request.peerId.length === 20 &&
          request.left >= 0n &&
          request.left <= MAX_COUNTER
        )
      }),
      { numRuns: 1_000 }
    )
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
        const request = parseAnnounce(query({ info_hash: percentEncodeBytes(bytes) }), 50)
        return typeof request !== 'string' && Buffer.from(request.infoHash, 'latin1').equals(bytes)
      })
    )
    assert.isTrue(true)
  })
})

test.group('Reading a scrape', () => {
  test('P6: it must name its torrents', ({ assert }) => {
    const one = `info_hash=${percentEncodeBytes(hash)}`
    assert.isString(parseScrape(''))
    assert.isString(parseScrape('info_hash='))
    assert.isString(parseScrape(`${one}&info_hash=abc`))
    assert.lengthOf(parseScrape(`${one}&${one}&x=1`), 1)
    const many = Array.from(
      { length: 75 },
      (_, i) => `info_hash=${percentEncodeBytes(Buffer.alloc(20, i))}`
    )
    assert.isString(parseScrape(many.join('&')))
  })
})
