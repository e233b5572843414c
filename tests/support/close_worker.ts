/**
 * A worker in a process of its own, that a test may kill: PEERFY_CRASH_AT names the place where it
 * kills itself. Locks are short, so that the next worker takes over at once.
 */
import 'reflect-metadata'
import { Ignitor } from '@adonisjs/core'

const APP_ROOT = new URL('../../', import.meta.url)
const ignitor = new Ignitor(APP_ROOT, {
  importer: (path) => import(path.startsWith('.') ? new URL(path, APP_ROOT).href : path),
})
ignitor.tap((app) => {
  app.booting(async () => {
    await import('#start/env')
  })
  app.listen('SIGTERM', () => app.terminate())
})
const app = ignitor.createApp('console')
await app.init()
await app.boot()
await app.start(async () => {
  const { QueueManager } = await import('#jobs/queue')
  const { jobs } = await import('#jobs/registry')
  const { shortLivedQueue } = await import('#tests/support/short_lived_queue')
  const queue = await shortLivedQueue()
  app.container.swap(QueueManager, () => queue)
  app.terminating(() => queue.close())
  await queue.startWorker(jobs, 2)
  process.send?.('ready')
  process.on('disconnect', () => void app.terminate())
})
