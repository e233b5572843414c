import { errors, inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OfficePolicy from '#policies/governance/office_policy'
import { findAssembly } from '#services/governance/queries/find_assembly'
import {
  findElectors,
  findMembers,
  findSecretaries,
} from '#services/governance/queries/find_people'
import { doorValidator } from '#validators/governance/room'
import { Clock } from '#values/clock'

/** Who can be chosen in the forms of a meeting: found by name or number, named on paper by both. */
@inject()
export default class PeopleController {
  constructor(protected clock: Clock) {}

  async electors(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('chair')
    const assembly = await this.#called(ctx)
    return ctx.response.json(await findElectors(assembly, await this.#words(ctx), this.clock))
  }

  async secretaries(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('chair')
    const assembly = await this.#called(ctx)
    return ctx.response.json(await findSecretaries(assembly, await this.#words(ctx)))
  }

  async members(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    return ctx.response.json(await findMembers(await this.#words(ctx)))
  }

  async #words({ request }: HttpContext): Promise<string> {
    const { search } = await request.validateUsing(doorValidator)
    return search ?? ''
  }

  /** Before a meeting has its statutes nobody knows who has a vote in it. */
  async #called({ params, request }: HttpContext) {
    const assembly = await findAssembly(params.id)
    if (assembly.statuteProfileId) return assembly
    throw new errors.E_ROUTE_NOT_FOUND(['GET', request.url()])
  }
}
