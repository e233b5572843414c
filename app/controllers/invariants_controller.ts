import type { HttpContext } from '@adonisjs/core/http'
import InvariantsPolicy from '#policies/invariants_policy'
import { lastNights, latestResults } from '#services/invariants/check_runs'
import { invariantLines } from '#transformers/invariants'

/** What the last check of the books has found. */
export default class InvariantsController {
  async show({ bouncer, inertia, i18n }: HttpContext) {
    await bouncer.with(InvariantsPolicy).authorize('view')
    return inertia.render('office/invariants', {
      invariants: invariantLines(await latestResults(), i18n),
      nights: await lastNights(),
    })
  }
}
