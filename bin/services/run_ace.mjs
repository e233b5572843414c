import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { embeddedParts, environmentWithoutServices, startEmbedded } from './embedded.mjs'
import { typescriptArgs } from './node_args.mjs'
import { configuredEnv, projectNode, projectRoot, storageFolder } from './paths.mjs'
import { PlainError } from './say.mjs'

/** Commands that touch neither database nor chain: they must not start any. */
const WITHOUT_SERVICES = new Set([
  ...['list', 'help', 'codegen', 'build', 'configure', 'add', 'eject', 'env:add', 'generate:key'],
  ...['inspect:rcfile', 'list:routes', 'royalties:allocate', 'publication:compile'],
])

/** Whether a command line needs the database and the chain. */
export function needsServices(args) {
  const command = args.find((arg) => !arg.startsWith('-'))
  if (!command || args.includes('--help') || args.includes('-h')) return false
  return !WITHOUT_SERVICES.has(command) && !command.startsWith('make:')
}

/**
 * Runs an ace command with the project's Node against the embedded services: those that run, else
 * those that it starts for its own duration. Returns the exit code.
 */
export async function runAce(args) {
  const node = projectNode()
  if (!node) {
    throw new PlainError('The packages are not installed yet: run "npm start", or "npm ci" alone.')
  }
  if (args[0] === 'test') {
    return runChild(node, [join(projectRoot, 'bin/run_tests.mjs'), ...args.slice(1)], process.env)
  }
  const storage = storageFolder()
  const command = [...typescriptArgs('bin/console.ts'), ...args]
  const env = configuredEnv()
  if (!needsServices(args)) {
    const values = await environmentWithoutServices({ storage, env })
    return runChild(node, command, { ...process.env, ...values })
  }
  if (!Object.values(embeddedParts(env)).some(Boolean)) {
    return runChild(node, command, { ...process.env, PEERFY_STORAGE: storage })
  }
  const embedded = await startEmbedded({ storage, env, purpose: `node ace ${args[0]}` })
  try {
    return await runChild(node, command, { ...process.env, ...embedded.env })
  } finally {
    await embedded.stop()
  }
}

/**
 * Runs a child in our terminal, hands signals on to it and waits for it. With `told` it has a
 * channel to us whose end tells it that we were killed without a word.
 */
export function runChild(command, args, env, { told = false } = {}) {
  return new Promise((resolve, reject) => {
    const terminal = ['inherit', 'inherit', 'inherit']
    const child = spawn(command, args, { stdio: told ? [...terminal, 'ipc'] : terminal, env })
    const forward = (name) => child.kill(name)
    const names = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const name of names) process.on(name, forward)
    child.once('error', reject)
    child.once('exit', (code, name) => {
      for (const one of names) process.off(one, forward)
      resolve(code ?? 128 + constants.signals[name])
    })
  })
}
