import { readFileSync } from 'node:fs'
import type { Slice } from '#services/royalties/allocation/file_io'
import type { CloseKey } from '#services/royalties/close/steps'
import { DraftFile } from '#services/royalties/files/draft_file'
import { INPUT_SLICES, OUTPUT_SLICES } from '#services/royalties/files/formats'
import { inStorage, partsDirectory } from '#services/royalties/files/period_paths'

/** Notes where each range's lines lie in the whole files, so that a range may be read again alone. */
export class RangeSlices<Name extends string> {
  readonly #files: [Name, DraftFile][]
  readonly #ranges: Record<Name, Slice>[] = []
  #from: number[] = []

  constructor(files: Record<Name, DraftFile>) {
    this.#files = Object.entries(files) as [Name, DraftFile][]
  }

  /** After the header lines. */
  begin(): void {
    this.#from = this.#lengths()
  }

  /** After a range's lines. */
  end(): void {
    const from = this.#from
    this.#from = this.#lengths()
    const slices = this.#files.map(([name], at) => [name, { from: from[at], to: this.#from[at] }])
    this.#ranges.push(Object.fromEntries(slices))
  }

  keep(key: CloseKey, name: string): void {
    new DraftFile(slicesPath(key, name)).text(JSON.stringify(this.#ranges)).publish()
  }

  #lengths(): number[] {
    return this.#files.map(([, file]) => file.length)
  }
}

/** Where a range's lines lie in the files written whole, as freeze and computation left word. */
export function readSlices(key: CloseKey, range: number): Record<string, Slice> {
  const [input, output] = [INPUT_SLICES, OUTPUT_SLICES].map((name) => {
    return (JSON.parse(readFileSync(slicesPath(key, name), 'utf8')) as Record<string, Slice>[])[
      range
    ]
  })
  return { ...input, ...output }
}

function slicesPath(key: CloseKey, name: string): string {
  return inStorage(`${partsDirectory(key)}/${name}`)
}
