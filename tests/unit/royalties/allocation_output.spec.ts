import { test } from '@japa/runner'
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { allocateFiles } from '#services/royalties/allocation/allocate_files'
import { AllocationFileError } from '#services/royalties/allocation/input_error'
import { inDirectory, readFiles, writeFiles } from '#tests/support/royalties/allocate_both_ways'
import { referenceAllocation } from '#tests/support/royalties/reference_allocation'
import { smallMonth } from '#tests/support/royalties/small_month'

const month = smallMonth({ contributions: ['c,s,800,2000,0'], usage: ['s,X,1,0'] })
const result = referenceAllocation(month)

async function fails(run: Promise<unknown>): Promise<string> {
  const error = await run.then(
    () => new Error('It was accepted'),
    (refused: Error) => refused
  )
  if (!(error instanceof AllocationFileError)) throw error
  return error.message
}

test.group('royalties:allocate | where the result goes', () => {
  test('to a directory that does not exist, nor its parents', ({ assert }) =>
    inDirectory(async (directory) => {
      const input = writeFiles(join(directory, 'in'), month)
      const output = join(directory, 'a', 'b', 'out')
      await allocateFiles({ input, output })
      assert.deepEqual(readFiles(output), result)
      assert.deepEqual(readdirSync(join(directory, 'a', 'b')), ['out'])
    }))

  test('over an earlier result, leaving other files alone', ({ assert }) =>
    inDirectory(async (directory) => {
      const input = writeFiles(join(directory, 'in'), month)
      const output = writeFiles(join(directory, 'out'), {
        'notes.txt': 'mine',
        'summary.json': 'old',
        'payees.csv': 'old',
      })
      await allocateFiles({ input, output })
      assert.deepEqual(readFiles(output), { ...result, 'notes.txt': 'mine' })
    }))

  test('an earlier result survives a refused run', ({ assert }) =>
    inDirectory(async (directory) => {
      const input = writeFiles(join(directory, 'in'), { ...month, 'usage.csv': 'x\n' })
      const output = writeFiles(join(directory, 'out'), { 'summary.json': 'old' })
      await assert.rejects(() => allocateFiles({ input, output }), /usage\.csv, line 1/)
      assert.deepEqual(readFiles(output), { 'summary.json': 'old' })
    }))

  test('never into the input, whatever its name', ({ assert }) =>
    inDirectory(async (directory) => {
      const input = writeFiles(join(directory, 'in'), month)
      symlinkSync(input, join(directory, 'alias'))
      for (const output of [input, join(input, '..', 'in'), join(directory, 'alias')]) {
        assert.include(await fails(allocateFiles({ input, output })), 'the same directory')
      }
      assert.deepEqual(readFiles(input), month)
    }))

  test('a file in place of the output is refused', ({ assert }) =>
    inDirectory(async (directory) => {
      const input = writeFiles(join(directory, 'in'), month)
      writeFileSync(join(directory, 'out'), '')
      const inFile = join(directory, 'out', 'deeper')
      assert.include(
        await fails(allocateFiles({ input, output: join(directory, 'out') })),
        'a file'
      )
      assert.include(await fails(allocateFiles({ input, output: inFile })), 'a file')
    }))
})

test.group('royalties:allocate | files of the input', () => {
  test('{$self} is required')
    .with(['policy.json', 'contributions.csv', 'usage.csv', 'splits.csv'])
    .run(({ assert }, name) =>
      inDirectory(async (directory) => {
        const input = writeFiles(join(directory, 'in'), month)
        rmSync(join(input, name))
        const message = await fails(allocateFiles({ input, output: join(directory, 'out') }))
        assert.include(message, `${name} cannot be read: it does not exist`)
        assert.deepEqual(readdirSync(directory), ['in'])
      })
    )

  test('a directory in place of a file is refused', ({ assert }) =>
    inDirectory(async (directory) => {
      const input = writeFiles(join(directory, 'in'), month)
      mkdirSync(join(input, 'carried.csv'))
      const message = await fails(allocateFiles({ input, output: join(directory, 'out') }))
      assert.include(message, 'carried.csv cannot be read: it is a directory')
      assert.deepEqual(readdirSync(directory), ['in'])
    }))
})
