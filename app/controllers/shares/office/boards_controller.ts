import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/shares/office_policy'
import { callsBoard } from '#services/shares/queries/calls_board'
import { capitalOverview } from '#services/shares/queries/capital_overview'
import { exitBoard } from '#services/shares/queries/exit_board'
import { officeTransfers } from '#services/shares/queries/office_transfers'
import { Clock } from '#values/clock'

/** What waits in the register, and the capital in pictures. */
@inject()
export default class BoardsController {
  constructor(protected clock: Clock) {}

  async capital({ bouncer, inertia }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('view')
    return inertia.render('shares/office/capital', await capitalOverview(this.clock))
  }

  async calls({ bouncer, inertia }: HttpContext) {
    const may = await this.#rights(bouncer)
    const today = this.clock.now().toISODate()!
    return inertia.render('shares/office/calls', { ...(await callsBoard(this.clock)), today, may })
  }

  async transfers({ bouncer, inertia }: HttpContext) {
    const may = await this.#rights(bouncer)
    return inertia.render('shares/office/transfers', {
      ...(await officeTransfers(this.clock)),
      may,
    })
  }

  async exits({ bouncer, inertia }: HttpContext) {
    const may = await this.#rights(bouncer)
    const today = this.clock.now().toISODate()!
    return inertia.render('shares/office/exits', { ...(await exitBoard(this.clock)), today, may })
  }

  async #rights(bouncer: HttpContext['bouncer']) {
    const office = bouncer.with(OfficePolicy)
    await office.authorize('view')
    return {
      manage: await office.allows('manage'),
      recordMoney: await office.allows('recordMoney'),
    }
  }
}
