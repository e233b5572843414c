#!/usr/bin/env node
/**
 * `npm start`: one command from a fresh clone to a co-operative in the browser.
 *
 *   npm start                 the demo co-operative on first start, the same data afterwards
 *   npm start -- --fresh      throws the embedded data away and begins again
 *   npm start -- --empty      a real co-operative without demo data
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { NODE_MAJOR, nodeMajor, projectNode } from './services/paths.mjs'
import { PlainError, runMain } from './services/say.mjs'

const BOOTSTRAP = fileURLToPath(new URL('bootstrap.mjs', import.meta.url))

await runMain(async () => {
  const install = spawnSync(process.execPath, [BOOTSTRAP], { stdio: 'inherit' })
  if (install.status !== 0) return install.status ?? 1
  if (nodeMajor(process.execPath) >= NODE_MAJOR) {
    const { up } = await import('./services/up.mjs')
    return up(process.argv.slice(2))
  }
  const node = projectNode()
  if (!node) throw new PlainError(`Node ${NODE_MAJOR} is missing: run "npm ci".`)
  const { runChild } = await import('./services/run_ace.mjs')
  return runChild(node, process.argv.slice(1), process.env, { told: true })
})
