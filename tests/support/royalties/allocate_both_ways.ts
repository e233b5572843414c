import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allocateFiles } from '#services/royalties/allocation/allocate_files'
import { allocateRange } from '#services/royalties/allocation/allocate_range'
import { MemorySink, memorySource, streamSource } from '#services/royalties/allocation/byte_io'
import { OUTPUT_HEADERS } from '#services/royalties/allocation/csv_files'
import { finalizePeriod } from '#services/royalties/allocation/finalize_period'
import { keepCarried } from '#services/royalties/allocation/keep_carried'
import { parsePolicy } from '#services/royalties/allocation/policy'
import { RangeAggregate } from '#services/royalties/allocation/range_aggregate'
import { summaryJson } from '#services/royalties/allocation/summary'
import type { Files } from './reference_allocation.js'

/** Runs something in a directory that is gone afterwards. */
export async function inDirectory<T>(run: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'peerfy-allocation-'))
  try {
    return await run(directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

export function writeFiles(directory: string, files: Files): string {
  mkdirSync(directory, { recursive: true })
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(directory, name), content)
  }
  return directory
}

export function readFiles(directory: string): Files {
  return Object.fromEntries(
    readdirSync(directory)
      .sort()
      .map((name) => [name, readFileSync(join(directory, name), 'utf8')])
  )
}

/** The way of `royalties:allocate`. */
export async function allocateByFiles(files: Files): Promise<Files> {
  return inDirectory(async (directory) => {
    const input = writeFiles(join(directory, 'in'), files)
    const output = join(directory, 'out')
    await allocateFiles({ input, output })
    return readFiles(output)
  })
}

/**
 * The way of the close: ranges by the first byte of the subscriber's id, each from streams without
 * headers, aggregates through JSON, merged in another order than allocated.
 */
export async function allocateByRanges(files: Files): Promise<Files> {
  const policy = parsePolicy(Buffer.from(files['policy.json']))
  const parts = { works: '', causes: '', carried: '' }
  const aggregates: RangeAggregate[] = []
  for (const range of firstBytes(files)) {
    const sinks = {
      subscriberWorks: new MemorySink(),
      subscriberCauses: new MemorySink(),
      carried: new MemorySink(),
    }
    const aggregate = await allocateRange(policy, sourcesOf(files, range), sinks, {
      header: false,
      bufferBytes: 1,
    })
    aggregates.unshift(RangeAggregate.fromJSON(JSON.parse(JSON.stringify(aggregate))))
    parts.works += sinks.subscriberWorks
    parts.causes += sinks.subscriberCauses
    parts.carried += sinks.carried
  }
  const whole = aggregates.reduce((sum, each) => sum.merge(each), new RangeAggregate())
  const [payees, balances, carried] = [new MemorySink(), new MemorySink(), new MemorySink()]
  const optional = (name: string) => (name in files ? memorySource(files[name]) : undefined)
  const summary = await finalizePeriod(
    policy,
    whole,
    {
      splits: memorySource(files['splits.csv']),
      adjustments: optional('adjustments.csv'),
      balances: optional('balances.csv'),
    },
    { payees, balances }
  )
  await keepCarried(policy, memorySource(parts.carried), carried, {
    hasPool: summary.pool_micro > 0n,
  })
  return {
    'balances.csv': `${OUTPUT_HEADERS['balances.csv']}${balances}`,
    'carried.csv': `${OUTPUT_HEADERS['carried.csv']}${carried}`,
    'payees.csv': `${OUTPUT_HEADERS['payees.csv']}${payees}`,
    'subscriber_causes.csv': `${OUTPUT_HEADERS['subscriber_causes.csv']}${parts.causes}`,
    'subscriber_works.csv': `${OUTPUT_HEADERS['subscriber_works.csv']}${parts.works}`,
    'summary.json': summaryJson(summary),
  }
}

function sourcesOf(files: Files, firstByte: string) {
  const part = (name: string, column: number) => {
    const lines = (files[name] ?? '').split('\n').slice(1, -1)
    const own = lines.filter((line) => line.split(',')[column].startsWith(firstByte))
    return streamSource(inPieces(own.map((line) => `${line}\n`).join('')))
  }
  return {
    contributions: part('contributions.csv', 1),
    usage: part('usage.csv', 0),
    choices: part('choices.csv', 0),
    carried: part('carried.csv', 0),
  }
}

/** A stream whose pieces end anywhere. */
async function* inPieces(text: string): AsyncIterable<Uint8Array> {
  for (let at = 0; at < text.length; at += 7) yield Buffer.from(text.slice(at, at + 7))
}

function firstBytes(files: Files): string[] {
  const first = new Set<string>()
  for (const [name, column] of SUBSCRIBER_COLUMN) {
    for (const line of (files[name] ?? '').split('\n').slice(1, -1)) {
      first.add(line.split(',')[column][0])
    }
  }
  return [...first].sort()
}

const SUBSCRIBER_COLUMN = [
  ['contributions.csv', 1],
  ['usage.csv', 0],
  ['choices.csv', 0],
  ['carried.csv', 0],
] as const
