import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { allocateInThread } from '#services/royalties/close/allocate_in_thread'
import {
  allocateParts,
  RANGE_OUTPUT,
  type RangeFiles,
} from '#services/royalties/close/allocate_parts'
import { RoyaltiesError } from '#services/royalties/errors'
import { writeWhole } from '#services/royalties/files/draft_file'
import { PACKED_SHARES, PACKED_UNITS } from '#services/royalties/files/formats'
import { packUnits } from '#services/royalties/units/packed_units'

const ALWAYS = 0
const NEVER = Number.MAX_SAFE_INTEGER
const SUBSCRIBER = '00000000-0000-4000-8000-0000000000aa'
const WORKS = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']

test.group('Royalties | a range computed in a thread', (group) => {
  let folder: string
  group.each.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'peerfy-thread-'))
    return () => rmSync(folder, { recursive: true, force: true })
  })

  test('P13: a thread writes the same bytes and totals as the worker itself', async ({
    assert,
  }) => {
    const here = await rangeFiles(folder, 'here')
    const there = await rangeFiles(folder, 'there')
    const expected = await allocateParts(here)
    assert.deepEqual(await allocateInThread(there, ALWAYS), expected)
    for (const file of RANGE_OUTPUT) {
      assert.deepEqual(readFileSync(there.output[file]), readFileSync(here.output[file]))
    }
    const packed = Uint8Array.from(readFileSync(there.output[PACKED_SHARES]))
    const [first, second] = new Float64Array(packed.buffer)
    assert.isAbove(first, 0)
    assert.approximately(second / first, 2, 1e-6)
  })

  test('ranges computed at once do not disturb each other', async ({ assert }) => {
    const ranges = await Promise.all(['a', 'b', 'c', 'd'].map((name) => rangeFiles(folder, name)))
    const all = await Promise.all(ranges.map((files) => allocateInThread(files, ALWAYS)))
    for (const each of all) assert.deepEqual(each, all[0])
  })

  for (const [where, bytes] of [
    ['a thread', ALWAYS],
    ['the worker', NEVER],
  ] as const) {
    test(`a part changed since the freeze is refused by name, in ${where}`, async ({ assert }) => {
      const files = await rangeFiles(folder, 'changed')
      writeFileSync(files.input['carried.csv'].path, `${SUBSCRIBER},5,1\n`)
      const error = await allocateInThread(files, bytes).catch((thrown: unknown) => thrown)
      assert.instanceOf(error, RoyaltiesError)
      const { code, figures } = error as RoyaltiesError
      assert.deepEqual(
        { code, figures },
        { code: 'file_changed', figures: { name: 'carried.csv' } }
      )
    })
  }
})

/** A month of one subscriber who used two works, as the freeze would have written it. */
async function rangeFiles(folder: string, name: string): Promise<RangeFiles> {
  const path = (file: string) => join(folder, name, file)
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
