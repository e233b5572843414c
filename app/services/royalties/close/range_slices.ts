import { readFileSync } from 'node:fs'
import type { Slice } from '#services/royalties/allocation/file_io'
import type { CloseKey } from '#services/royalties/close/steps'
import { DraftFile } from '#services/royalties/files/draft_file'
import { RANGE_SLICES } from '#services/royalties/files/formats'
import { inStorage, partsDirectory } from '#services/royalties/files/period_paths'

/** The files that are written whole, with the ranges one after the other. */
export type SlicedFile = 'usage' | 'evidence'

type Slices = Record<SlicedFile, Slice>

/** Notes where each range's lines lie in the whole files, so that a range may be read again alone. */
export class RangeSlices {
  readonly #ranges: Slices[] = []
  #from: Record<SlicedFile, number> = { usage: 0, evidence: 0 }

  constructor(private files: Record<SlicedFile, DraftFile>) {}

  /** After the header lines. */
  begin(): void {
    this.#from = this.#lengths()
  }

  /** After a range's lines. */
  end(): void {
    const from = this.#from
    this.#from = this.#lengths()
    const of = (file: SlicedFile) => ({ from: from[file], to: this.#from[file] })
    this.#ranges.push({ usage: of('usage'), evidence: of('evidence') })
  }

  keep(key: CloseKey): void {
    new DraftFile(slicesPath(key)).text(JSON.stringify(this.#ranges)).publish()
  }

  #lengths(): Record<SlicedFile, number> {
    return { usage: this.files.usage.length, evidence: this.files.evidence.length }
  }
}

/** Where a range's lines lie, as the freeze left word. */
export function readSlices(key: CloseKey, range: number): Slices {
  return (JSON.parse(readFileSync(slicesPath(key), 'utf8')) as Slices[])[range]
}

function slicesPath(key: CloseKey): string {
  return inStorage(`${partsDirectory(key)}/${RANGE_SLICES}`)
}
