import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { homePage } from '#services/home_page'
import WorkTransformer from '#transformers/catalogue/work_transformer'
import { Clock } from '#values/clock'

@inject()
export default class HomeController {
  constructor(protected clock: Clock) {}

  async show({ inertia }: HttpContext) {
    const { works, ...rest } = await homePage(this.clock.now())
    return inertia.render('home', { works: WorkTransformer.transform(works), ...rest })
  }
}
