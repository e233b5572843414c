import { existsSync, readFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Folder that holds package.json, whatever the working directory is. */
export const projectRoot = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '')

/** Major version of Node that the project is written for. */
export const NODE_MAJOR = 24

/**
 * Folder of everything that must survive a restart: `PEERFY_STORAGE`, else `storage/`.
 *
 * @param {Record<string, string | undefined>} env
 */
export function storageFolder(env = process.env) {
  const asked = env.PEERFY_STORAGE
  if (!asked) return join(projectRoot, 'storage')
  return isAbsolute(asked) ? asked : resolve(projectRoot, asked)
}

/** Major version of a Node binary, 0 when it does not run. */
export function nodeMajor(binary) {
  if (binary === process.execPath) return Number(process.versions.node.split('.')[0])
  const run = spawnSync(binary, ['--version'], { encoding: 'utf8' })
  return run.status === 0 ? Number(/^v(\d+)/.exec(run.stdout)?.[1] ?? 0) : 0
}

/**
 * The Node that runs the application: the one installed in node_modules, else the one that runs
 * this very script when it is new enough. `undefined` when there is none.
 */
export function projectNode() {
  if (nodeMajor(process.execPath) >= NODE_MAJOR) return process.execPath
  const installed = join(projectRoot, 'node_modules/.bin/node')
  if (existsSync(installed) && nodeMajor(installed) >= NODE_MAJOR) return installed
  return undefined
}

/** Values of the project's `.env`, without touching the process: the environment wins over it. */
export function readEnvFile(file = join(projectRoot, '.env')) {
  const values = {}
  if (!existsSync(file)) return values
  for (const line of readFileSync(file, 'utf8').split(/\r?\n/)) {
    const found = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line)
    if (!found) continue
    const [, name, raw] = found
    const quoted = /^(['"])(.*)\1$/.exec(raw)
    values[name] = quoted ? quoted[2] : raw.replace(/\s+#.*$/, '')
  }
  return values
}

/** What a person configured: `.env`, then the environment over it. Empty values count as absent. */
export function configuredEnv(env = process.env) {
  const merged = { ...readEnvFile(), ...env }
  for (const name of Object.keys(merged)) if (merged[name] === '') delete merged[name]
  return merged
}
