import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashOf, writeWhole } from './files.mjs'
import { projectRoot } from './paths.mjs'
import { withLock } from './processes.mjs'

const inProject = (...names) => names.map((name) => join(projectRoot, name))
const lock = join(projectRoot, 'node_modules/.peerfy-build.lock')

/** What generated code depends on: the routes' text, and which controllers, pages … there are. */
const codegen = {
  stamp: join(projectRoot, 'node_modules/.peerfy-codegen'),
  results: inProject('.adonisjs'),
  hash: () =>
    hashOf(inProject('adonisrc.ts', 'start/routes', 'start/routes.ts', 'app/transformers'), {
      namesOnly: inProject('app/controllers', 'app/policies', 'inertia/pages'),
    }),
}

/** What the browser's files are built from. */
const front = {
  stamp: join(projectRoot, 'public/assets/.peerfy-sources'),
  results: inProject('public/assets/.vite/manifest.json', 'public/verify.html'),
  hash: () =>
    hashOf([
      ...inProject(
        'inertia',
        'resources',
        'app/values',
        'vite.config.ts',
        'package-lock.json',
        'bin/build_verify.mjs'
      ),
      codegen.stamp,
    ]),
}

/** Generates typed routes, page types … when their sources changed; false when nothing was to do. */
export function generateCode(run) {
  return refresh(codegen, run)
}

/**
 * Builds the browser's files and the verifier that the site hands out, when their sources changed;
 * false when nothing was to do. `run(name, args)` runs Node on a file of ours until it ends well.
 */
export function buildFront(run) {
  return refresh(front, async () => {
    const vite = join(projectRoot, 'node_modules/vite/bin/vite.js')
    await run('build', [vite, 'build', '--logLevel', 'warn'])
    await run('build_verify', [join(projectRoot, 'bin/build_verify.mjs')])
  })
}

function refresh({ stamp, results, hash }, run) {
  return withLock(lock, async () => {
    const before = hash()
    const fresh =
      [...results, stamp].every((file) => existsSync(file)) &&
      readFileSync(stamp, 'utf8') === before
    if (fresh) return false
    await run()
    writeWhole(stamp, before)
    return true
  })
}
