import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { cooperativePage } from '#services/shares/queries/cooperative_page'
import { Clock } from '#values/clock'

/** The co-operative, for everybody: what it is, who is a member, its capital, who governs. */
@inject()
export default class CooperativeController {
  constructor(protected clock: Clock) {}

  async show({ inertia, i18n }: HttpContext) {
    const page = await cooperativePage(this.clock, i18n.locale)
    return inertia.render('shares/cooperative', page)
  }
}
