import { spawnSync } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { PlainError } from './say.mjs'

/** What the tests run besides the npm packages: any one of the programs does. */
export const TEST_TOOLS = [
  {
    package: 'chromium',
    programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    variable: 'CHROMIUM_PATH',
  },
  { package: 'redis-server', programs: ['redis-server'] },
  { package: 'aria2', programs: ['aria2c'] },
  { package: 'transmission-cli', programs: ['transmission-cli'] },
]

/** Full path of a program, in PATH and where the distribution keeps its servers. */
export function findProgram(name, env = process.env) {
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/sbin', '/usr/games']
  return folders
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isProgram)
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/** The program of a tool on this machine, `undefined` when it has none. */
export function toolProgram(tool, env = process.env) {
  const named = tool.variable && env[tool.variable]
  if (named) return isProgram(named) ? named : undefined
  return tool.programs.map((name) => findProgram(name, env)).find(Boolean)
}

/**
 * Makes sure of the programs that the tests need: installs what is missing from the distribution
 * as root or with a sudo that asks nothing; else stops with the one command to run. Never skips.
 */
export function installTestTools(say) {
  const missing = TEST_TOOLS.filter((tool) => !toolProgram(tool))
  if (missing.length === 0) return
  const packages = missing.map((tool) => tool.package)
  const names = packages.join(' ')
  const advice = `apt-get update && apt-get install -y --no-install-recommends ${names}`
  if (!findProgram('apt-get')) {
    throw new PlainError(`The tests need these programs, please install them: ${names}`)
  }
  const prefix = rightsPrefix()
  if (!prefix) throw new PlainError(`The tests need ${names}. Run: sudo sh -c '${advice}'`)
  say(`Installing ${names} from the distribution …`)
  const lock = ['-o', 'DPkg::Lock::Timeout=300', '-q']
  const update = aptGet(prefix, [...lock, 'update'])
  const install = aptGet(prefix, [...lock, 'install', '-y', '--no-install-recommends', ...packages])
  const left = TEST_TOOLS.filter((tool) => !toolProgram(tool)).map((tool) => tool.package)
  if (left.length === 0) return
  process.stderr.write(`${update.stderr ?? ''}${install.stderr ?? ''}`)
  throw new PlainError(`${left.join(' ')} could not be installed. Run: sudo sh -c '${advice}'`)
}

function rightsPrefix() {
  if (process.getuid?.() === 0) return []
  const sudo = findProgram('sudo')
  return sudo && spawnSync(sudo, ['-n', 'true']).status === 0 ? [sudo, '-n'] : undefined
}

function aptGet(prefix, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const [command, ...rest] = [
    ...prefix,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    ...args,
  ]
  return spawnSync(command, rest, { env, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] })
}
