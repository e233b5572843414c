#!/usr/bin/env node
/**
 * `npm test`: house checks and every suite, against a PostgreSQL, a chain and a Redis of their own
 * that are thrown away afterwards. The last line is `N passed, N failed`.
 *
 *   npm test                          everything
 *   npm test -- unit browser          these suites alone
 *   npm test -- unit --files money    further arguments go to the test runner
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { NODE_MAJOR, nodeMajor, projectNode } from './services/paths.mjs'
import { PlainError, runMain } from './services/say.mjs'

const BOOTSTRAP = fileURLToPath(new URL('bootstrap.mjs', import.meta.url))

await runMain(async () => {
  const install = spawnSync(process.execPath, [BOOTSTRAP, 'test'], { stdio: 'inherit' })
  if (install.status !== 0) return install.status ?? 1
  if (nodeMajor(process.execPath) >= NODE_MAJOR) {
    const { runTests } = await import('./services/test_run.mjs')
    return runTests(process.argv.slice(2))
  }
  const node = projectNode()
  if (!node) throw new PlainError(`Node ${NODE_MAJOR} is missing: run "npm ci".`)
  const { runChild } = await import('./services/run_ace.mjs')
  return runChild(node, process.argv.slice(1), process.env, { told: true })
})
