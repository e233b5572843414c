/** A higher domain answers what a lower one asks or announces. */
import app from '@adonisjs/core/services/app'
import emitter from '@adonisjs/core/services/emitter'
import { registerWorkAccess } from '#services/catalogue/work_access'
import { registerSealStep } from '#services/royalties/close/seal'
import { hearReversal } from '#services/royalties/corrections/hear_reversal'
import { trackerWorkAccess } from '#services/tracker/work_access'
import { Clock } from '#values/clock'

registerWorkAccess(trackerWorkAccess)
/** Loaded when a month is sealed, not when the house starts. */
registerSealStep('publication', async (context) => {
  const { sealPublication } = await import('#services/publication/seal_publication')
  return sealPublication(context)
})

/** A payment reversed after its month was closed is corrected at once; the next close would too. */
emitter.on('subscriptions:payment_reversed', async () => {
  await hearReversal({ clock: await app.container.make(Clock) })
})
