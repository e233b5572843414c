/**
 * A process of its own that repays the claim it is told to, so that a test may kill it in the
 * middle. It says `listening` once it listens, then `paid` or why not.
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
})
const app = ignitor.createApp('console')
await app.init()
await app.boot()
await app.start(async () => {
  const { payClaim } = await import('#services/shares/claims/pay_claim')
  const { FixedClock } = await import('#values/clock')
  process.on('message', async ({ claimId, at }: { claimId: string; at: string }) => {
    const clock = new FixedClock(at)
    const actor = { label: 'essai' }
    const outcome = await payClaim({
      claimId,
      bankDate: clock.now(),
      bankReference: `VIR-${claimId}`,
      actor,
      clock,
    })
    process.send?.(outcome.ok ? 'paid' : outcome.error.code)
  })
  process.on('disconnect', () => void app.terminate())
  process.send?.('listening')
})
