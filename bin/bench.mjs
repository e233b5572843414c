#!/usr/bin/env node
/**
 * `npm run bench -- NAME`: one benchmark against its peer, one JSON line per figure on standard
 * output, under the project's own Node whatever Node is first in PATH. Without a name it says which
 * there are.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { generateCode } from './services/front.mjs'
import { typescriptArgs } from './services/node_args.mjs'
import { NODE_MAJOR, projectNode, projectRoot } from './services/paths.mjs'
import { runChild } from './services/run_ace.mjs'
import { PlainError, runMain } from './services/say.mjs'

const FOLDER = new URL('../bench/', import.meta.url)

await runMain(async () => {
  const [name, ...rest] = process.argv.slice(2)
  const names = benchmarks()
  if (!name || !names.includes(name)) {
    const wrong = name ? `There is no benchmark "${name}". ` : ''
    throw new PlainError(
      `${wrong}Usage: npm run bench -- NAME, with NAME one of: ${names.join(', ')}`
    )
  }
  const node = projectNode()
  if (!node) throw new PlainError(`Node ${NODE_MAJOR} is missing: run "npm ci".`)
  await generateCode(() => codegen(node))
  return runChild(node, [...typescriptArgs(`bench/${name}.ts`), ...rest], process.env)
})

/** Standard output is for the figures alone. */
function codegen(node) {
  const toStderr = ['ignore', process.stderr, process.stderr]
  const { status } = spawnSync(node, ['ace.js', 'codegen'], { cwd: projectRoot, stdio: toStderr })
  if (status !== 0) throw new PlainError('The benchmark has not begun: "node ace codegen" failed.')
}

/** The scripts of bench/ that print figures under their own name; the others are their helpers. */
function benchmarks() {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .filter((name) => {
      return readFileSync(new URL(`${name}.ts`, FOLDER), 'utf8').includes(`bench: '${name}'`)
    })
    .sort()
}
