import type { ApplicationService } from '@adonisjs/core/types'
import { Clock, OffsetClock, SystemClock } from '#values/clock'

/** Time is injected: the demo moves its clock with a file, tests bind a fixed one. */
export default class ClockProvider {
  constructor(protected app: ApplicationService) {}

  register() {
    this.app.container.singleton(Clock, async () => {
      const { default: env } = await import('#start/env')
      return env.get('PEERFY_DEMO')
        ? new OffsetClock(`${env.get('PEERFY_STORAGE')}/demo/clock.json`)
        : new SystemClock()
    })
  }
}
