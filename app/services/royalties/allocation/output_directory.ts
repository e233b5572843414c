import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { newId } from '#values/id'
import { attempt } from './file_io.js'
import { AllocationFileError } from './input_error.js'

/** Written last and removed first: a directory that has it holds one whole result. */
const MARK = 'summary.json'

/**
 * A directory that fills at once or not at all: files are written to a hidden directory on the
 * same disk and moved when all of them are whole.
 */
export class OutputDirectory {
  /** Where to write until `publish`. */
  readonly draft: string
  readonly #target: string
  readonly #existed: boolean
  /** Topmost parent that this run had to make, to take away again when it fails. */
  readonly #madeParent: string | undefined

  constructor(directory: string) {
    this.#target = resolve(directory)
    const what = `${directory} cannot be written`
    this.#existed = attempt(what, () => isDirectory(this.#target, directory))
    // In an existing directory the draft lies inside, so that moving never crosses a mount point.
    const parent = this.#existed ? this.#target : dirname(this.#target)
    this.#madeParent = attempt(what, () =>
      isDirectory(parent, parent) ? undefined : mkdirSync(parent, { recursive: true })
    )
    this.draft = join(parent, `.${basename(this.#target)}-draft-${newId()}`)
    attempt(what, () => mkdirSync(this.draft))
  }

  /** Moves the whole result into place. */
  publish(): void {
    attempt(`${this.#target} cannot be written`, () => {
      if (!this.#existed) return renameSync(this.draft, this.#target)
      rmSync(join(this.#target, MARK), { force: true })
      const files = readdirSync(this.draft).sort((a, b) => Number(a === MARK) - Number(b === MARK))
      for (const file of files) renameSync(join(this.draft, file), join(this.#target, file))
      rmSync(this.draft, { recursive: true, force: true })
    })
  }

  /** Leaves everything as it was before. */
  discard(): void {
    rmSync(this.#madeParent ?? this.draft, { recursive: true, force: true })
  }
}

/** @throws AllocationFileError for a file in place of the directory */
function isDirectory(path: string, shown: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat && !stat.isDirectory()) {
    throw new AllocationFileError(`${shown} is a file: name a directory for the result`)
  }
  return stat !== undefined
}
