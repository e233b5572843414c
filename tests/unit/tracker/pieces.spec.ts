import { test } from '@japa/runner'
import bencode from 'bencode'
import fc from 'fast-check'
import { addressBytes, clientAddress } from '#services/tracker/client_address'
import { encodeAnnounce, encodeFailure, encodeScrape } from '#services/tracker/encode_answer'
import { GroupCommit } from '#services/tracker/group_commit'
import { findMediaFile, insideMedia, servedRange } from '#services/tracker/media_path'
import { rewriteMetainfo } from '#services/tracker/metainfo'
import { readTrackerUrl } from '#services/tracker/read_tracker_url'
import { merged } from '#services/tracker/record_http_ranges'
import { isTokenForm, tokenText } from '#services/tracker/token_text'
import { chainHash, chainStart, type UsageLink } from '#services/tracker/usage_chain'

test.group('Addresses', () => {
  test('P7: only the trusted hop is believed', ({ assert }) => {
    assert.equal(clientAddress('10.0.0.1', '6.6.6.6', 0), '10.0.0.1')
    assert.equal(clientAddress('10.0.0.1', '6.6.6.6, 1.2.3.4', 1), '1.2.3.4')
    assert.equal(clientAddress('10.0.0.1', '6.6.6.6, 1.2.3.4, 10.0.0.9', 2), '1.2.3.4')
    assert.equal(clientAddress('10.0.0.1', undefined, 1), '10.0.0.1')
    assert.equal(clientAddress('10.0.0.1', '1.2.3.4', 2), '10.0.0.1')
    assert.equal(clientAddress('10.0.0.1', 'nonsense', 1), '10.0.0.1')
    assert.equal(clientAddress('::ffff:10.0.0.1', undefined, 0), '10.0.0.1')
  })

  test('addresses become the bytes of the answer', ({ assert }) => {
    const hex = (address: string) => Buffer.from(addressBytes(address), 'latin1').toString('hex')
    assert.equal(hex('198.51.100.7'), 'c6336407')
    assert.equal(hex('2001:db8::1'), '20010db8000000000000000000000001')
    assert.equal(hex('::'), '0'.repeat(32))
    assert.equal(hex('1:2:3:4:5:6:7:8'), '00010002000300040005000600070008')
    assert.equal(hex('64:ff9b::1.2.3.4'), '0064ff9b000000000000000001020304')
    assert.equal(hex('nowhere'), '')
  })
})

test.group('Answers', () => {
  test('an announce is a canonical bencoded dictionary', ({ assert }) => {
    const text = encodeAnnounce({
      complete: 2,
      incomplete: 3,
      interval: 1800,
      minInterval: 1500,
      externalIp: '\x01\x02\x03\xff',
      peers: { ipv4: '\x00\xff'.repeat(3), ipv6: '\x80'.repeat(18) },
      warning: 'attention',
    })
    const bytes = Buffer.from(text, 'latin1')
    const decoded = bencode.decode(bytes)
    assert.deepInclude(decoded, {
      'complete': 2,
      'incomplete': 3,
      'interval': 1800,
      'min interval': 1500,
    })
    assert.equal(decoded.peers.length, 6)
    assert.equal(decoded.peers6.length, 18)
    assert.isTrue(Buffer.from(bencode.encode(decoded)).equals(bytes))
  })

  test('a refusal says when to come back (BEP 31)', ({ assert }) => {
    assert.equal(encodeFailure('non'), 'd14:failure reason3:none')
    assert.equal(encodeFailure('non', 5), 'd14:failure reason3:non8:retry ini5ee')
    assert.equal(encodeFailure('non', 'never'), 'd14:failure reason3:non8:retry in5:nevere')
  })

  test('a scrape lists its torrents in byte order', ({ assert }) => {
    const entry = (infoHash: string) => ({ infoHash, complete: 1, incomplete: 2, downloaded: 3 })
    const text = encodeScrape(
      [entry('z'.repeat(20)), entry('\xff'.repeat(20)), entry('a'.repeat(20))],
      9
    )
    const bytes = Buffer.from(text, 'latin1')
    assert.isTrue(text.indexOf('a'.repeat(20)) < text.indexOf('z'.repeat(20)))
    assert.equal(bencode.decode(bytes).flags.min_request_interval, 9)
  })
})

test.group('Tokens, paths and ranges', () => {
  test('P4: a token has 130 bits, and depends on each of its parts', ({ assert }) => {
    const of = { subscriberId: 's', workId: 'w', generation: 1 }
    const token = tokenText('key', of)
    assert.isTrue(isTokenForm(token))
    assert.equal(token, tokenText('key', { ...of }))
    const others = [
      tokenText('other', of),
      tokenText('key', { ...of, subscriberId: 't' }),
      tokenText('key', { ...of, workId: 'x' }),
      tokenText('key', { ...of, generation: 2 }),
    ]
    assert.equal(new Set([token, ...others]).size, 5)
  })

  test('only our paths are taken', ({ assert }) => {
    assert.deepEqual(readTrackerUrl('/t/abc/announce?x=1'), {
      action: 'announce',
      token: 'abc',
      query: 'x=1',
    })
    assert.deepEqual(readTrackerUrl('/scrape'), { action: 'scrape', token: null, query: '' })
    assert.propertyVal(readTrackerUrl(`/media/${'AB'.repeat(20)}/a%20b`), 'path', 'a%20b')
    for (const url of ['', '/', '/t/abc', '/t/abc/other', '/announces', '/media/abc/x', '/theme']) {
      assert.isNull(readTrackerUrl(url))
    }
  })

  test('nothing leads out of the media folder', ({ assert }) => {
    for (const path of ['../x', '/etc/passwd', '..', '', '.', 'a/../../x', 'media/../../x']) {
      assert.isNull(insideMedia('/srv/media', path), path)
    }
    assert.equal(insideMedia('/srv/media', 'a/b.ogg'), 'a/b.ogg')
    assert.equal(insideMedia('/srv/media', 'media/a/b.ogg'), 'a/b.ogg')
    assert.equal(insideMedia('/srv/media', '/srv/media/a.ogg'), 'a.ogg')
  })

  test('webseed URLs name the file of one or of several (BEP 19)', ({ assert }) => {
    const file = (fileName: string) => ({
      id: fileName,
      fileName,
      storagePath: '',
      mimeType: '',
      byteLength: 1n,
    })
    assert.equal(findMediaFile('été', [file('b')], '%C3%A9t%C3%A9')?.id, 'b')
    assert.equal(findMediaFile('album', [file('1'), file('2')], 'album/2')?.id, '2')
    assert.equal(findMediaFile('été', [file('b')], '')?.id, 'b')
    assert.isNull(findMediaFile('album', [file('1'), file('2')], ''))
    assert.isNull(findMediaFile('album', [file('1'), file('2')], 'album'))
    assert.isNull(findMediaFile('album', [file('1')], '%E0%A4%A'))
  })

  test('served ranges are read from the answer, and joined where they touch', ({ assert }) => {
    assert.deepEqual(servedRange(206, 'bytes 5-9/20', 20n), { start: 5n, end: 9n })
    assert.deepEqual(servedRange(200, undefined, 20n), { start: 0n, end: 19n })
    assert.isNull(servedRange(304, undefined, 20n))
    const range = (start: bigint, end: bigint) => ({ tokenId: '1', mediaFileId: 'm', start, end })
    const joined = merged([range(10n, 19n), range(0n, 9n), range(15n, 16n), range(30n, 31n)])
    assert.deepEqual(joined, [range(0n, 19n), range(30n, 31n)])
  })

  test('a rewritten torrent keeps its info dictionary byte for byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.string(), (pieces, name) => {
        const info = { 'length': 5, name, 'piece length': 16384, pieces }
        const metainfo = Buffer.from(bencode.encode({ 'announce': 'old', 'created by': 'x', info }))
        const places = { announce: 'a', announceList: [['a'], ['b']], urlList: ['u'] }
        const out = rewriteMetainfo(metainfo, places)
        return out.includes(
          Buffer.concat([Buffer.from('4:info'), Buffer.from(bencode.encode(info))])
        )
      })
    )
  })
})

test.group('The chain and the batches', () => {
  const link: UsageLink = {
    day: '2026-10-03',
    position: 1,
    period: '2026-10',
    subscriberId: 's',
    workId: 'w',
    kind: 'download',
    evidence: 'announce',
    units: 1,
    ruleVersion: 1,
    atMs: 1_790_000_000_000,
  }

  test('P10: the hash can be made by hand from the page', ({ assert }) => {
    // sha256sum of "peerfy-usage|2026-10-03", then of that hash and the fields, joined by "|".
    const first = 'f4e7ad95b6f699c62dcf8c7e5e395d9319e145a52f7c21731caa3034fd0bfedc'
    const next = '3a68b891f3b0390c8b710beadc03e09056fa8c61709fa9272db67bc6de223fed'
    assert.equal(chainStart('2026-10-03'), first)
    assert.equal(chainHash(first, link), next)
    const changes: Partial<UsageLink>[] = [
      { position: 2 },
      { units: 2 },
      { workId: 'x' },
      { subscriberId: 't' },
      { evidence: 'server' },
      { atMs: link.atMs + 1 },
      { ruleVersion: 2 },
      { period: '2026-11' },
    ]
    const hashes = [link, ...changes.map((change) => ({ ...link, ...change }))]
    const start = chainStart(link.day)
    assert.equal(new Set(hashes.map((one) => chainHash(start, one))).size, hashes.length)
    assert.notEqual(chainHash(chainStart('2026-10-04'), link), chainHash(start, link))
  })

  test('calls that come together are one batch, and fail together', async ({ assert }) => {
    const sizes: number[] = []
    const group = new GroupCommit<number, number>(
      { delayMs: 1, maxBatch: 3, maxWaiting: 5 },
      async (items) => {
        sizes.push(items.length)
        if (items.includes(13)) throw new Error('unlucky')
        return items.map((item) => item * 2)
      }
    )
    assert.deepEqual(await Promise.all([1, 2, 3, 4].map((item) => group.add(item))), [2, 4, 6, 8])
    assert.deepEqual(sizes, [3, 1])
    const settled = await Promise.allSettled([13, 1].map((item) => group.add(item)))
    assert.deepEqual(
      settled.map((one) => one.status),
      ['rejected', 'rejected']
    )
    const flood = await Promise.allSettled([1, 2, 3, 4, 5, 6].map((item) => group.add(item)))
    assert.equal(flood.filter((one) => one.status === 'rejected').length, 1)
    await group.drain()
  })
})
