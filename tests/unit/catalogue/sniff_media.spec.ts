import { test } from '@japa/runner'
import fc from 'fast-check'
import { pieceLengthFor } from '#services/catalogue/create_work_torrent'
import { sniffMedia } from '#services/catalogue/sniff_media'

const bytes = (text: string) => Buffer.from(text, 'latin1')

test.group('recognising media by content', () => {
  test('{type} is recognised')
    .with([
      { type: 'audio/mpeg', head: 'ID3\x03\x00' },
      { type: 'audio/mpeg', head: '\xff\xfb\x90\x64' },
      { type: 'audio/flac', head: 'fLaC\x00' },
      { type: 'audio/ogg', head: 'OggS\x00' },
      { type: 'audio/wav', head: 'RIFF\x00\x00\x00\x00WAVEfmt ' },
      { type: 'audio/mp4', head: '\x00\x00\x00\x20ftypM4A \x00' },
      { type: 'video/mp4', head: '\x00\x00\x00\x20ftypisom\x00' },
      { type: 'video/webm', head: '\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm' },
    ])
    .run(({ assert }, { type, head }) => {
      assert.equal(sniffMedia(bytes(head))?.mimeType, type)
    })

  test('{name} is refused')
    .with([
      { name: 'an empty file', head: '' },
      { name: 'a page', head: '<!doctype html>' },
      { name: 'a picture', head: '\x89PNG\r\n\x1a\n' },
      { name: 'a program', head: '\x7fELF' },
      { name: 'another RIFF', head: 'RIFF\x00\x00\x00\x00AVI LIST' },
      { name: 'a sync word with a bit rate that does not exist', head: '\xff\xfb\xf0\x64' },
    ])
    .run(({ assert }, { head }) => {
      assert.isNull(sniffMedia(bytes(head)))
    })

  test('no bytes make it fail', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (head) => void sniffMedia(head)))
  })
})

test('piece lengths are powers of two within what clients handle', ({ assert }) => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 1n << 41n }), (size) => {
      const length = pieceLengthFor(size)
      assert.isTrue(length >= 32_768 && length <= 4_194_304 && Number.isInteger(Math.log2(length)))
    })
  )
  assert.equal(pieceLengthFor(4_000_000n), 32_768)
  assert.equal(pieceLengthFor(700n * 1024n * 1024n), 2_097_152)
})
