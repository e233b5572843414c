import { rmSync } from 'node:fs'
import { inStorage, partsDirectory } from '#services/royalties/files/period_paths'
import type { CloseKey } from '#services/royalties/close/steps'

/** Throws away the ranges' parts of a sealed month: the whole files hold the same rows. */
export function removeParts(key: CloseKey): void {
  rmSync(inStorage(partsDirectory(key)), { recursive: true, force: true })
}
