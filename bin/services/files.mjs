import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync } from 'node:fs'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Reads a JSON file; `fallback` when it is missing or was cut short by a crash. */
export function readJson(file, fallback = undefined) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error.code === 'EACCES') throw error
    return fallback
  }
}

/** Writes a file so that a reader (or a crash) sees the old text or the new one, never half. */
export function writeWhole(file, text, mode = 0o644) {
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}.tmp`
  writeFileSync(draft, text, { mode })
  renameSync(draft, file)
}

/** Private by default: most of what we keep this way holds a password. */
export function writeJson(file, value, mode = 0o600) {
  writeWhole(file, `${JSON.stringify(value, null, 2)}\n`, mode)
}

/** One hash over the names and bytes of files and folders, to know whether sources changed. */
export function hashOf(paths, { namesOnly = [] } = {}) {
  const hash = createHash('sha256')
  for (const path of paths) addToHash(hash, path, false)
  for (const path of namesOnly) addToHash(hash, path, true)
  return hash.digest('hex')
}

function addToHash(hash, path, nameOnly) {
  if (!existsSync(path)) return void hash.update(`-${path}\0`)
  if (!statSync(path).isDirectory()) {
    hash.update(`${path}\0`)
    if (!nameOnly) hash.update(readFileSync(path))
    return
  }
  for (const name of readdirSync(path).sort()) addToHash(hash, join(path, name), nameOnly)
}
