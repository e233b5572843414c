/**
 * Pushes one publication in a process of its own, that a test may kill: PEERFY_CRASH_AT names the
 * place where it kills itself, and PUSH_RPC_URL the node it talks to.
 */
import 'reflect-metadata'
import { Ignitor } from '@adonisjs/core'

const APP_ROOT = new URL('../../', import.meta.url)
const app = new Ignitor(APP_ROOT, {
  importer: (path) => import(path.startsWith('.') ? new URL(path, APP_ROOT).href : path),
})
  .tap((one) => {
    one.booting(async () => {
      await import('#start/env')
    })
  })
  .createApp('console')
await app.init()
await app.boot()
await app.start(async () => {
  const { chainSettings } = await import('#services/publication/chain/open_chain')
  const { pushPublication } = await import('#services/publication/push_publication')
  const { SystemClock } = await import('#values/clock')
  const url = process.env.PUSH_RPC_URL
  const settings = chainSettings()
  const tell = (message: object) =>
    new Promise((told) => process.send?.(message, undefined, undefined, told))
  try {
    const result = await pushPublication({
      transactionId: process.env.PUSH_ID!,
      clock: new SystemClock(),
      chain: { ...settings, rpcUrls: url ? [url] : settings.rpcUrls },
    })
    await tell(result)
  } catch (error) {
    await tell({ error: error instanceof Error ? error.message : String(error) })
  }
})
await app.terminate()
process.disconnect?.()
