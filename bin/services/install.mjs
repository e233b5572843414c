import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readJson } from './files.mjs'
import { configuredEnv, NODE_MAJOR, projectNode, projectRoot } from './paths.mjs'
import { PlainError } from './say.mjs'

const lockFile = join(projectRoot, 'package-lock.json')
const modules = join(projectRoot, 'node_modules')
const stamp = join(modules, '.peerfy-lock-hash')

/** Installs the npm packages when they are missing or not those of package-lock.json. */
export function installPackages(say) {
  const hash = createHash('sha256').update(readFileSync(lockFile)).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === hash) return
  if (!installedMatches(readJson(lockFile), readJson(join(modules, '.package-lock.json')))) {
    say('Installing the packages of package-lock.json (about a minute the first time) …')
    runNpmCi()
  }
  writeFileSync(stamp, `${hash}\n`)
}

/**
 * Whether what npm wrote down as installed has every package of the lock in its version: a
 * developer's own `npm install` needs no second one. Packages for other platforms may be missing.
 */
export function installedMatches(lock, installed) {
  if (!lock?.packages || !installed?.packages) return false
  const wanted = Object.entries(lock.packages).filter(([path]) => path !== '')
  return wanted.every(([path, { version, optional, link }]) => {
    const found = installed.packages[path]
    return found ? link || found.version === version : optional === true
  })
}

function runNpmCi() {
  const flags = ['ci', '--loglevel=error', '--no-audit', '--no-fund', '--include=dev']
  const run = spawnSync('npm', [...flags, '--include=optional'], {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, npm_config_update_notifier: 'false' },
  })
  if (run.error?.code === 'ENOENT') {
    throw new PlainError('npm was not found: install Node.js with npm (apt-get install npm).')
  }
  if (run.status !== 0) {
    throw new PlainError(
      `npm could not install the packages (npm ci ended with ${run.status ?? run.signal}): see its message above, then start again.`
    )
  }
}

/** Stops with one sentence when something that the project runs on is missing on this platform. */
export async function checkPlatform() {
  if (!projectNode()) throw new PlainError(nodeAdvice())
  const env = configuredEnv()
  if (!env.DATABASE_URL) (await import('./postgres_binaries.mjs')).postgresFolder()
  if (!env.CHAIN_RPC_URL) (await import('./anvil.mjs')).anvilProgram()
}

function nodeAdvice() {
  const installer = join(modules, 'node')
  const here = `${process.platform}-${process.arch}`
  if (existsSync(installer)) {
    return `Node ${NODE_MAJOR} is not in node_modules because npm did not run its install script: run "npm rebuild node --ignore-scripts=false" and start again.`
  }
  return `npm has no Node ${NODE_MAJOR} for ${here}: install Node ${NODE_MAJOR} or later yourself and start again (this is ${process.version}).`
}
