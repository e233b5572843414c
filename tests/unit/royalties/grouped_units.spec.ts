import fc from 'fast-check'
import { test } from '@japa/runner'
import {
  allocateRange,
  type RangeSinks,
  type RangeSources,
} from '#services/royalties/allocation/allocate_range'
import { MemorySink, memorySource } from '#services/royalties/allocation/byte_io'
import { parsePolicy } from '#services/royalties/allocation/policy'
import { packUnits, unpackUnits, type PackedUnits } from '#services/royalties/units/packed_units'
import { ShareRows, writeShareLines } from '#services/royalties/units/share_rows'
import { sortUnits } from '#services/royalties/units/sort_units'
import { UnitRows } from '#services/royalties/units/unit_rows'
import { writeUnitLines } from '#services/royalties/units/write_unit_lines'

const EVIDENCE = ['server', 'player', 'announce']
const KINDS = ['listening', 'download']

type Unit = { subscriber: string; work: string; kind: string; evidence: string; units: number }

/** Few ids, so that they come again; bytes above 7f at every place, so that signs would show. */
const uuid = fc.constantFrom(
  '00000000-0000-4000-8000-000000000001',
  '00000000-0000-4000-8000-0000000000ff',
  '00000000-0000-4000-8000-00000000ff00',
  '0000ffff-0000-4000-8000-000000000000',
  '80000000-ffff-4fff-bfff-ffffffffffff',
  'ffffffff-0000-4000-8000-000000000001'
)
const month = fc.array(
  fc.record<Unit>({
    subscriber: uuid,
    work: uuid,
    kind: fc.constantFrom(...KINDS),
    evidence: fc.constantFrom(...EVIDENCE),
    units: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 2 ** 31 - 1 })),
  }),
  { maxLength: 60 }
)

test.group('Royalties | units grouped in memory', () => {
  test('P13: the lines are those that sorting and adding up by hand gives', ({ assert }) => {
    fc.assert(
      fc.property(month, (units) => {
        const { usage, evidence } = grouped(units)
        const expected = byHand(units)
        assert.equal(
          evidence,
          expected.map(({ key, sums }) => `${key},${sums.join(',')}\n`).join('')
        )
        const lines = expected.map(({ key, sums }) => {
          return `${key},${sums[0] + sums[2] + sums[4]},${sums[1] + sums[3] + sums[5]}\n`
        })
        assert.equal(usage, lines.join(''))
      }),
      { numRuns: 300 }
    )
  })

  test('P13: a work counts each of its listeners once, and all of their units', ({ assert }) => {
    fc.assert(
      fc.property(month, (units) => {
        const { counts } = grouped(units)
        const works = [...new Set(units.map(({ work }) => work))].sort()
        const expected = works.flatMap((work) => {
          const lines = byHand(units).filter(({ key }) => key.endsWith(`,${work}`))
          const sums = [0, 1, 2, 3, 4, 5].map((at) =>
            lines.reduce((sum, one) => sum + one.sums[at], 0)
          )
          return [lines.length, ...sums]
        })
        assert.deepEqual([...counts], expected)
      }),
      { numRuns: 300 }
    )
  })

  test('P13: packed rows are allocated like their lines, to the byte, and their shares too', async ({
    assert,
  }) => {
    const policies = [policyOf('1', '10'), policyOf('0', '3'), policyOf('9007199254740993', '0')]
    await fc.assert(
      fc.asyncProperty(month, fc.constantFrom(...policies), async (units, policy) => {
        const { usage, packed } = grouped(units)
        const fromLines = await allocated(policy, units, memorySource(usage))
        assert.deepEqual(await allocated(policy, units, packed), fromLines)
        assert.equal(await shareLines(policy, units, packed), fromLines.rows[0])
      }),
      { numRuns: 300 }
    )
  })
})

function grouped(units: Unit[]) {
  const rows = new UnitRows()
  for (const unit of units) {
    const bytes = binaryRow(unit)
    rows.take(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 2)
  }
  const bytes = Buffer.concat(packUnits(sortUnits(rows)))
  const packed = unpackUnits(Uint8Array.from(bytes).buffer)
  const sinks = { usage: new MemorySink(), evidence: new MemorySink() }
  const counts = writeUnitLines(packed, sinks)
  return { usage: `${sinks.usage}`, evidence: `${sinks.evidence}`, packed, counts }
}

/** A row as COPY writes it: the number of fields, then each with its length before it. */
function binaryRow({ subscriber, work, kind, evidence, units }: Unit): Buffer {
  const hex = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')
  const number = Buffer.alloc(4)
  number.writeInt32BE(units)
  const fields = [hex(subscriber), hex(work), Buffer.from(kind), Buffer.from(evidence), number]
  const parts = fields.flatMap((field) => [Buffer.from([0, 0, 0, field.length]), field])
  return Buffer.concat([Buffer.from([0, fields.length]), ...parts])
}

function byHand(units: Unit[]) {
  const groups = new Map<string, number[]>()
  for (const { subscriber, work, kind, evidence, units: count } of units) {
    const key = `${subscriber},${work}`
    if (!groups.has(key)) groups.set(key, [0, 0, 0, 0, 0, 0])
    groups.get(key)![EVIDENCE.indexOf(evidence) * 2 + KINDS.indexOf(kind)] += count
  }
  return [...groups.keys()].sort().map((key) => ({ key, sums: groups.get(key)! }))
}

/** The shares packed beside the units, and then written as lines. */
async function shareLines(
  policy: ReturnType<typeof policyOf>,
  units: Unit[],
  packed: PackedUnits
): Promise<string> {
  const [packedShares, lines] = [new MemorySink(), new MemorySink()]
  await allocated(policy, units, packed, new ShareRows(packedShares))
  const amounts = new Float64Array(Uint8Array.from(packedShares.bytes()).buffer)
  writeShareLines(packed, amounts, lines)
  return `${lines}`
}

async function allocated(
  policy: ReturnType<typeof policyOf>,
  units: Unit[],
  usage: RangeSources['usage'] | PackedUnits,
  subscriberWorks: RangeSinks['subscriberWorks'] = new MemorySink()
) {
  const payers = [...new Set(units.map(({ subscriber }) => subscriber))].sort().slice(1)
  const contributions = payers.map((id, at) => `c${at},${id},${800 + at},2000,35\n`).join('')
  const sinks = {
    subscriberWorks,
    subscriberCauses: new MemorySink(),
    carried: new MemorySink(),
  }
  const sources = { contributions: memorySource(contributions), usage }
  const aggregate = await allocateRange(policy, sources, sinks, { header: false })
  const rows = Object.values(sinks).map((sink) => `${sink}`)
  return { rows, aggregate: aggregate.toJSON() }
}

function policyOf(listening: string, download: string) {
  return parsePolicy(
    Buffer.from(
      `{"period":"2026-10","rule_version":1,"resolution_id":"r","keys":{"artists":7000,
        "contributions":1500,"operations":1500},"weights":{"listening":${listening},
        "download":${download}},"causes":{"c":10000},"payout_threshold_cents":500,
        "zero_usage":{"carry_months":3}}`
    )
  )
}
