import { readFileSync, realpathSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { allocateRange } from './allocate_range.js'
import { INPUT, OUTPUT_HEADERS } from './csv_files.js'
import { attempt, FileSink, FileSource } from './file_io.js'
import { finalizePeriod } from './finalize_period.js'
import { AllocationFileError } from './input_error.js'
import { keepCarried } from './keep_carried.js'
import { OutputDirectory } from './output_directory.js'
import { parsePolicy, type AllocationPolicy } from './policy.js'
import type { RangeAggregate } from './range_aggregate.js'
import { summaryJson, type AllocationSummary } from './summary.js'

/**
 * The allocation rule on files alone: reads the frozen input of a month in one directory, writes
 * the six files of the result to another. No database, bounded memory.
 *
 * Nothing is written unless all of it is right: on any error the output is as it was.
 *
 * @throws AllocationInputError for a row or policy that cannot be allocated (file and line named)
 * @throws AllocationFileError for a directory or file that cannot be read or written
 */
export async function allocateFiles(paths: {
  input: string
  output: string
}): Promise<AllocationSummary> {
  refuseSameDirectory(paths)
  const policy = readPolicy(paths.input)
  const run = new FilesRun(paths.input, policy)
  try {
    run.openSources()
    run.openOutput(paths.output)
    const summary = await run.allocate()
    run.publish()
    return summary
  } catch (error) {
    run.discard()
    throw error
  } finally {
    run.close()
  }
}

class FilesRun {
  readonly #input: string
  readonly #policy: AllocationPolicy
  readonly #open = new Set<FileSource | FileSink>()
  #sources!: Record<'contributions' | 'usage' | 'splits', FileSource> &
    Partial<Record<'choices' | 'carried' | 'adjustments' | 'balances', FileSource>>
  #output: OutputDirectory | undefined

  constructor(input: string, policy: AllocationPolicy) {
    this.#input = input
    this.#policy = policy
  }

  /** All files are opened before anything is made, so that a missing one is found at once. */
  openSources(): void {
    this.#sources = {
      contributions: this.#required(INPUT.contributions.file),
      usage: this.#required(INPUT.usage.file),
      splits: this.#required(INPUT.splits.file),
      choices: this.#optional(INPUT.choices.file),
      carried: this.#optional(INPUT.carried.file),
      adjustments: this.#optional(INPUT.adjustments.file),
      balances: this.#optional(INPUT.balances.file),
    }
  }

  openOutput(directory: string): void {
    this.#output = new OutputDirectory(directory)
  }

  async allocate(): Promise<AllocationSummary> {
    const aggregate = await this.#allocateSubscribers()
    const summary = await finalizePeriod(this.#policy, aggregate, this.#sources, {
      payees: this.#csv('payees.csv'),
      balances: this.#csv('balances.csv'),
    })
    await this.#writeCarried(summary.pool_micro > 0n)
    this.#sink('summary.json').write(Buffer.from(summaryJson(summary)))
    return summary
  }

  publish(): void {
    this.close()
    this.#output?.publish()
  }

  discard(): void {
    this.close()
    this.#output?.discard()
  }

  close(): void {
    for (const file of this.#open) file.close()
    this.#open.clear()
  }

  #allocateSubscribers(): Promise<RangeAggregate> {
    return allocateRange(this.#policy, this.#sources, {
      subscriberWorks: this.#csv('subscriber_works.csv'),
      subscriberCauses: this.#csv('subscriber_causes.csv'),
      carried: this.#sink(WAITING),
    })
  }

  /** What waited too long is only known to have left once somebody's use was seen. */
  async #writeCarried(hasPool: boolean): Promise<void> {
    const source = this.#source(join(this.#draft, WAITING))
    await keepCarried(this.#policy, source, this.#csv('carried.csv'), { hasPool })
    rmSync(join(this.#draft, WAITING))
  }

  get #draft(): string {
    if (!this.#output) throw new Error('The output directory is not open')
    return this.#output.draft
  }

  #csv(file: keyof typeof OUTPUT_HEADERS): FileSink {
    const sink = this.#sink(file)
    sink.write(Buffer.from(OUTPUT_HEADERS[file]))
    return sink
  }

  #sink(file: string): FileSink {
    const sink = new FileSink(join(this.#draft, file))
    this.#open.add(sink)
    return sink
  }

  #source(path: string): FileSource {
    const source = new FileSource(path)
    this.#open.add(source)
    return source
  }

  #required(file: string): FileSource {
    return this.#source(join(this.#input, file))
  }

  #optional(file: string): FileSource | undefined {
    const path = join(this.#input, file)
    const stat = attempt(`${path} cannot be read`, () => statSync(path, { throwIfNoEntry: false }))
    return stat ? this.#source(path) : undefined
  }
}

const WAITING = '.waiting.csv'

function readPolicy(input: string): AllocationPolicy {
  const path = join(input, 'policy.json')
  return parsePolicy(attempt(`${path} cannot be read`, () => readFileSync(path)))
}

/** Balances and carried amounts have the same names on both sides: one would destroy the other. */
function refuseSameDirectory({ input, output }: { input: string; output: string }): void {
  const real = (path: string) => {
    const exists = statSync(path, { throwIfNoEntry: false })
    return exists ? realpathSync(path) : resolve(path)
  }
  const same = attempt(`${input} cannot be read`, () => real(input) === real(output))
  if (same) {
    throw new AllocationFileError('Input and output are the same directory: name another output')
  }
}
