import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeMonth } from './allocate_month.js'
import type { Measured } from './support/measured.js'

/**
 * `royalties:allocate` against a Node program that only looks at the same bytes and copies them:
 * each in a process of its own, taking turns after a round that warms the disk cache; medians. The
 * time is that of the work, without the start of Node on either side.
 *
 *   SUBSCRIBERS=1000000 npm run bench -- allocate
 */
const SUBSCRIBERS = Number(process.env.SUBSCRIBERS ?? 100_000)
const ROUNDS = 5

const folder = mkdtempSync(join(tmpdir(), 'peerfy-bench-allocate-'))
try {
  run()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function run(): void {
  const input = join(folder, 'input')
  mkdirSync(input)
  const rows = writeMonth(input, {
    subscribers: SUBSCRIBERS,
    works: Math.min(200_000, SUBSCRIBERS * 2),
    payees: Math.min(50_000, SUBSCRIBERS),
  })
  process.stderr.write(`${rows} rows of use by ${SUBSCRIBERS} subscribers\n`)
  const ours: Measured[] = []
  const peers: Measured[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const peer = measure('./peers/scan_copy.ts', input)
    const own = measure('./allocate_files.ts', input)
    if (round === 0) continue
    peers.push(peer)
    ours.push(own)
  }
  report('time', 's', 'seconds', ours, peers)
  report('cpu', 's', 'cpuSeconds', ours, peers)
  report('peak_memory', 'MB', 'peakMb', ours, peers)
}

function measure(script: string, input: string): Measured {
  const output = join(folder, 'output')
  const path = fileURLToPath(new URL(script, import.meta.url))
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import=@poppinss/ts-exec', path, input, output],
    { encoding: 'utf8' }
  )
  if (status !== 0) throw new Error(`${script} failed: ${stderr}`)
  rmSync(output, { recursive: true })
  return JSON.parse(stdout.trimEnd().split('\n').at(-1)!)
}

function report(
  figure: string,
  unit: string,
  field: keyof Measured,
  ours: Measured[],
  peers: Measured[]
): void {
  const value = median(ours.map((each) => each[field]))
  const peerValue = median(peers.map((each) => each[field]))
  const line = {
    bench: 'allocate',
    figure,
    value: rounded(value),
    unit,
    better: 'lower',
    peer: 'scan and copy in Node',
    peer_value: rounded(peerValue),
    ratio: rounded(value / peerValue),
  }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
