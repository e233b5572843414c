import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import {
  allocateParts,
  RANGE_OUTPUT,
  type RangeFiles,
} from '#services/royalties/close/allocate_parts'
import { RoyaltiesError } from '#services/royalties/errors'
import { writeWhole } from '#services/royalties/files/draft_file'
import { PACKED_SHARES, PACKED_UNITS } from '#services/royalties/files/formats'
import { packUnits } from '#services/royalties/units/packed_units'

const SUBSCRIBER = '00000000-0000-4000-8000-0000000000aa'
const WORKS = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']

test.group('Royalties | a range computed from its frozen parts', (group) => {
  let folder: string
  group.each.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'peerfy-parts-'))
    return () => rmSync(folder, { recursive: true, force: true })
  })

  test('P13: every row of use has its share, and the sums are those of the range', async ({
    assert,
  }) => {
    const files = await rangeFiles(folder)
    const { totals, bytes } = await allocateParts(files)
    const packed = Uint8Array.from(readFileSync(files.output[PACKED_SHARES]))
    const [first, second] = new Float64Array(packed.buffer)
    assert.equal(String(first + second), totals.artists)
    assert.approximately(second / first, 2, 1e-6)
    assert.equal(bytes[PACKED_SHARES], 16)
    const works = WORKS.map((id, at) => `${id},${[first, second][at]},${10 * (at + 1)}\n`)
    assert.equal(readFileSync(files.output['works.csv'], 'utf8'), works.join(''))
  })

  for (const file of ['carried.csv', 'contributions.csv', PACKED_UNITS]) {
    test(`${file} changed since the freeze is refused, and nothing is left`, async ({ assert }) => {
      const files = await rangeFiles(folder)
      writeFileSync(files.input[file].path, `${SUBSCRIBER},5,1\n`)
      const error = await allocateParts(files).catch((thrown: unknown) => thrown)
      assert.instanceOf(error, RoyaltiesError)
      assert.equal((error as RoyaltiesError).code, 'file_changed')
      for (const path of Object.values(files.output)) assert.isFalse(existsSync(path))
    })
  }
})

/** A month of one subscriber who used two works, as the freeze would have written it. */
async function rangeFiles(folder: string): Promise<RangeFiles> {
  const path = (file: string) => join(folder, file)
  const write = async (file: string, content: Iterable<Uint8Array>) => {
    return [file, { path: path(file), written: await writeWhole(path(file), content) }] as const
  }
  const bytes = (ids: string[]) => Buffer.from(ids.join('').replaceAll('-', ''), 'hex')
  const units = packUnits({
    rows: 2,
    subscribers: bytes([SUBSCRIBER]),
    works: bytes(WORKS),
    ends: Uint32Array.of(2),
    work: Uint32Array.of(0, 1),
    counter: Uint8Array.of(1, 1),
    units: Uint32Array.of(1, 2),
  })
  const input = [
    await write(PACKED_UNITS, units),
    await write('contributions.csv', [Buffer.from(`c1,${SUBSCRIBER},800,2000,35\n`)]),
    await write('choices.csv', []),
    await write('carried.csv', []),
  ]
  writeFileSync(path('policy.json'), POLICY)
  return {
    policy: path('policy.json'),
    input: Object.fromEntries(input),
    output: Object.fromEntries(RANGE_OUTPUT.map((file) => [file, path(`out/${file}`)])),
  }
}

const POLICY = JSON.stringify({
  period: '2026-10',
  rule_version: 1,
  resolution_id: 'r',
  keys: { artists: 7000, contributions: 1500, operations: 1500 },
  weights: { listening: 1, download: 10 },
  causes: { c: 10000 },
  payout_threshold_cents: 500,
  zero_usage: { carry_months: 3 },
})
