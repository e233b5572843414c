import { test } from '@japa/runner'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** A benchmark that nobody starts for a month stops starting, and nobody sees it. */
test.group('Operations | benchmarks start', () => {
  for (const peer of ['metered_tracker', 'plain_tracker']) {
    test(`the announce benchmark’s ${peer} serves without the application`, async ({ assert }) => {
      const args = ['--import=@poppinss/ts-exec', `bench/peers/${peer}.ts`]
      const child = spawn(process.execPath, args, {
        cwd: ROOT,
        env: { ...process.env, TRACKER_TOKEN_KEY: 'bench', BENCH_CACHE_SECONDS: '30' },
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      })
      let said = ''
      child.stderr!.on('data', (chunk: Buffer) => (said += chunk))
      const ended = once(child, 'exit')
      const [message] = await Promise.race([once(child, 'message'), ended])
      assert.isAbove((message as { port?: number })?.port ?? 0, 0, said)
      child.kill('SIGKILL')
      await ended
    })
  }
})
