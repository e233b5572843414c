/** A higher domain answers what a lower one asks or announces. */
import app from '@adonisjs/core/services/app'
import emitter from '@adonisjs/core/services/emitter'
import { registerWorkAccess } from '#services/catalogue/work_access'
import { hearReversal } from '#services/royalties/corrections/hear_reversal'
import { trackerWorkAccess } from '#services/tracker/work_access'
import { Clock } from '#values/clock'

registerWorkAccess(trackerWorkAccess)

/** A payment reversed after its month was closed is corrected at once; the next close would too. */
emitter.on('subscriptions:payment_reversed', async () => {
  await hearReversal({ clock: await app.container.make(Clock) })
})
