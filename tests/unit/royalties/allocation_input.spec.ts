import { test } from '@japa/runner'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { allocateFiles } from '#services/royalties/allocation/allocate_files'
import { AllocationInputError } from '#services/royalties/allocation/input_error'
import {
  allocateByFiles,
  inDirectory,
  writeFiles,
} from '#tests/support/royalties/allocate_both_ways'
import { randomMonth, seeded } from '#tests/support/royalties/random_month'
import { referenceAllocation, type Files } from '#tests/support/royalties/reference_allocation'
import { HEADERS, POLICY, smallMonth } from '#tests/support/royalties/small_month'
import fc from 'fast-check'

/** Runs a month that must be refused; gives the error and makes sure that nothing was written. */
async function refusal(files: Files): Promise<AllocationInputError> {
  return inDirectory(async (directory) => {
    const input = writeFiles(join(directory, 'in'), files)
    const output = join(directory, 'new', 'out')
    const error = await allocateFiles({ input, output }).then(
      () => new Error('The month was accepted'),
      (refused: Error) => refused
    )
    if (existsSync(join(directory, 'new'))) throw new Error('Something was written')
    if (!(error instanceof AllocationInputError)) throw error
    return error
  })
}

const usage = (...lines: string[]) => [HEADERS['usage.csv'], ...lines].join('\n') + '\n'

test.group('Frozen input | malformed rows of usage.csv', () => {
  test('{title}: line {line}, "{says}"')
    .with([
      { title: 'empty file', file: '', line: 1, says: 'header is missing' },
      {
        title: 'wrong header',
        file: 'a,b\ns,w,1,0\n',
        line: 1,
        says: 'write subscriber_id,work_id',
      },
      { title: 'no header', file: 's,w,1,0\n', line: 1, says: 'the header is "s,w,1,0"' },
      { title: 'header alone, cut off', file: HEADERS['usage.csv'], line: 1, says: 'header' },
      { title: 'BOM', file: `\ufeff${usage()}`, line: 1, says: 'byte order mark' },
      { title: 'CRLF', file: usage('s,w,1,0').replaceAll('\n', '\r\n'), line: 1, says: 'CR LF' },
      { title: 'CRLF in one row', file: usage('s,w,1,0\r'), line: 2, says: 'CR LF' },
      { title: 'no final LF', file: usage('s,w,1,0').slice(0, -1), line: 2, says: 'no newline' },
      { title: 'blank line', file: usage('s,w,1,0', ''), line: 3, says: 'line is empty' },
      { title: 'quotes', file: usage('"s",w,1,0'), line: 2, says: 'quotation marks' },
      { title: 'too few fields', file: usage('s,w,1'), line: 2, says: '3 fields instead of 4' },
      {
        title: 'too many fields',
        file: usage('s,w,1,0,0'),
        line: 2,
        says: '5 fields instead of 4',
      },
      { title: 'empty id', file: usage(',w,1,0'), line: 2, says: 'subscriber_id is empty' },
      { title: 'id of 65', file: usage(`${'s'.repeat(65)},w,1,0`), line: 2, says: '1 to 64' },
      { title: 'space in an id', file: usage('s,w w,1,0'), line: 2, says: 'work_id is "w w"' },
      { title: 'accent in an id', file: usage('é,w,1,0'), line: 2, says: 'subscriber_id is "é"' },
      { title: 'NUL in an id', file: usage('s\0,w,1,0'), line: 2, says: 'subscriber_id' },
      { title: 'bytes past UTF-8', file: usage('s\ud800,w,1,0'), line: 2, says: 'subscriber_id' },
      { title: 'negative units', file: usage('s,w,-1,0'), line: 2, says: 'may not be negative' },
      { title: 'leading zero', file: usage('s,w,01,0'), line: 2, says: 'whole number' },
      { title: 'minus zero', file: usage('s,w,-0,0'), line: 2, says: 'whole number' },
      { title: 'plus sign', file: usage('s,w,+1,0'), line: 2, says: 'whole number' },
      { title: 'decimal', file: usage('s,w,1.0,0'), line: 2, says: 'whole number' },
      { title: 'exponent', file: usage('s,w,1e3,0'), line: 2, says: 'whole number' },
      { title: 'empty integer', file: usage('s,w,,0'), line: 2, says: 'listening_units is empty' },
      { title: 'space before', file: usage('s,w, 1,0'), line: 2, says: 'whole number' },
      { title: 'unsorted owner', file: usage('t,w,1,0', 's,w,1,0'), line: 3, says: 'out of order' },
      { title: 'unsorted work', file: usage('s,x,1,0', 's,w,1,0'), line: 3, says: 'out of order' },
      { title: 'prefix last', file: usage('s-,w,1,0', 's,w,1,0'), line: 3, says: 'out of order' },
      { title: 'sorted by locale', file: usage('a,w,1,0', 'B,w,1,0'), line: 3, says: 'as bytes' },
      { title: 'duplicate', file: usage('s,w,1,0', 's,w,2,0'), line: 3, says: 'there twice' },
      {
        title: 'long line',
        file: usage(`s,w,1,1${'0'.repeat(5000)}`),
        line: 2,
        says: 'longer than',
      },
      { title: 'endless line', file: usage('s'.repeat(3e6)), line: 2, says: 'longer than' },
    ])
    .run(async ({ assert }, { file, line, says }) => {
      const error = await refusal({ ...smallMonth(), 'usage.csv': file })
      assert.equal(error.file, 'usage.csv')
      assert.equal(error.line, line)
      assert.include(error.message, says)
    })
})

test.group('Frozen input | malformed rows of the other files', () => {
  test('{file}: {rows}: "{says}"')
    .with([
      { file: 'contributions', rows: ['c,s,-1,0,0'], says: 'gross_cents is "-1"' },
      { file: 'contributions', rows: ['c,s,1,-1,0'], says: 'vat_rate_bp is "-1"' },
      { file: 'contributions', rows: ['c,s,1,0,-1'], says: 'payment_fee_cents is "-1"' },
      { file: 'contributions', rows: ['a,t,1,0,0', 'b,s,1,0,0'], says: 'then contribution_id' },
      { file: 'contributions', rows: ['c,s,1,0,0', 'c,s,2,0,0'], says: 'there twice' },
      { file: 'splits', rows: ['w,a,5000', 'w,b,4999'], says: 'sums to 9999' },
      { file: 'splits', rows: ['w,a,10001'], says: 'sums to 10001' },
      { file: 'splits', rows: ['w,a,-1'], says: 'may not be negative' },
      { file: 'splits', rows: ['w,a,5000', 'w,a,5000'], says: 'there twice' },
      { file: 'choices', rows: ['s,a,9000'], says: 'sum to 9000' },
      { file: 'choices', rows: ['s,b,5000', 's,a,5000'], says: 'out of order' },
      { file: 'carried', rows: ['s,-1,1'], says: 'amount_micro is "-1"' },
      { file: 'carried', rows: ['s,1,-1'], says: 'months is "-1"' },
      { file: 'carried', rows: ['s,1,1', 's,1,2'], says: 'there twice (subscriber_id)' },
      { file: 'balances', rows: ['b,1', 'a,1'], says: 'out of order' },
      { file: 'balances', rows: ['b,--1'], says: 'balance_micro' },
      { file: 'adjustments', rows: ['b,1,x', 'b,2,x'], says: 'there twice' },
      { file: 'adjustments', rows: ['b,1,y', 'b,2,x'], says: 'payee_id, then corrects' },
    ])
    .run(async ({ assert }, { file, rows, says }) => {
      const error = await refusal(smallMonth({ [file]: rows }))
      assert.equal(error.file, `${file}.csv`)
      assert.equal(error.line, rows.length + 1)
      assert.include(error.message, says)
    })
})

test.group('Frozen input | policy.json', () => {
  const changed = (change: object) => JSON.stringify({ ...POLICY, ...change }, null, 2)

  test('{title}: "{says}"')
    .with([
      { title: 'no JSON', policy: '{\n"period":', says: 'is not JSON' },
      { title: 'empty', policy: '', says: 'is not JSON' },
      { title: 'no object', policy: '[]', says: 'must be an object' },
      { title: 'BOM', policy: `\ufeff${changed({})}`, says: 'byte order mark' },
      { title: 'period', policy: changed({ period: '2026-13' }), says: '"period" must be a month' },
      { title: 'version 2', policy: changed({ rule_version: 2 }), says: 'must be 1' },
      { title: 'version text', policy: changed({ rule_version: '1' }), says: 'must be 1' },
      { title: 'no resolution', policy: changed({ resolution_id: '' }), says: 'resolution' },
      { title: 'no keys', policy: changed({ keys: null }), says: '"keys" must be an object' },
      {
        title: 'keys',
        policy: changed({ keys: { artists: 7000, contributions: 1500, operations: 1501 } }),
        says: 'sums to 10001',
      },
      {
        title: 'fourth key',
        policy: changed({ keys: { ...POLICY.keys, board: 0 } }),
        says: '"board" is not a key',
      },
      { title: 'causes', policy: changed({ causes: { trees: 9999 } }), says: 'sums to 9999' },
      { title: 'no cause', policy: changed({ causes: {} }), says: 'sums to 0' },
      { title: 'cause id', policy: changed({ causes: { 'a b': 10_000 } }), says: 'not an id' },
      {
        title: 'negative weight',
        policy: changed({ weights: { listening: -1, download: 10 } }),
        says: '"listening" must be a whole number',
      },
      {
        title: 'float weight',
        policy: changed({}).replace('"listening": 1', '"listening": 1.0'),
        says: '"listening" must be a whole number',
      },
      {
        title: 'exponent',
        policy: changed({}).replace(
          '"payout_threshold_cents": 500',
          '"payout_threshold_cents": 5e2'
        ),
        says: 'without quotes, point or exponent',
      },
      { title: 'no carry', policy: changed({ zero_usage: {} }), says: 'carry_months' },
    ])
    .run(async ({ assert }, { policy, says }) => {
      const error = await refusal({ ...smallMonth(), 'policy.json': policy })
      assert.equal(error.file, 'policy.json')
      assert.include(error.message, says)
    })

  test('the line of the field is named', async ({ assert }) => {
    const policy = changed({ payout_threshold_cents: -1 })
    const error = await refusal({ ...smallMonth(), 'policy.json': policy })
    const lines = policy.split('\n')
    assert.include(lines[error.line - 1], 'payout_threshold_cents')
  })
})

test.group('Frozen input | fuzz', () => {
  test('a changed byte is refused with file and line, or gives another valid month', async ({
    assert,
  }) => {
    const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 })
    let refused = 0
    await fc.assert(
      fc.asyncProperty(seed, async (number) => {
        const broken = vandalised(randomMonth(number), seeded(number + 1))
        try {
          assert.deepEqual(await allocateByFiles(broken), referenceAllocation(broken))
        } catch (error) {
          if (!(error instanceof AllocationInputError)) throw error
          refused++
          assert.match(error.message, /^[a-z]+\.(csv|json), line [1-9]\d*: ./)
        }
      }),
      { numRuns: 500 }
    )
    assert.isAbove(refused, 100)
  }).timeout(60_000)
})

/** Changes, removes, repeats or adds a little somewhere in one of the CSV files. */
function vandalised(files: Files, random: () => number): Files {
  const below = (limit: number) => Math.floor(random() * limit)
  const names = Object.keys(files).filter((name) => name.endsWith('.csv'))
  const name = names[below(names.length)]
  const text = files[name]
  const at = below(text.length + 1)
  const cut = below(3)
  const junk = [
    '',
    ',',
    '\n',
    '\r',
    '"',
    '-',
    '0',
    '9',
    'a',
    ' ',
    '\0',
    'é',
    '99999999999999999999',
  ]
  const added = junk[below(junk.length)]
  return { ...files, [name]: text.slice(0, at) + added + text.slice(at + cut) }
}
