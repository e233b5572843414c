import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import Exit from '#models/membership/exit'
import { MembershipError } from '#services/membership/errors'
import { announceExit } from '#services/membership/exits/announce_exit'
import { cancelExit } from '#services/membership/exits/cancel_exit'
import { refusalOf } from '#services/shares/errors'
import { myExit } from '#services/shares/queries/my_exit'
import { memberOfAccount } from '#services/shares/queries/my_shares'
import { refusalText } from '#transformers/shares/refusal'
import { exitValidator } from '#validators/shares/mine'
import { Clock } from '#values/clock'

/** Leaving the co-operative: what it means first, then how it stands. */
@inject()
export default class MyExitController {
  constructor(protected clock: Clock) {}

  async show({ auth, inertia, response }: HttpContext) {
    const member = await memberOfAccount(auth.getUserOrFail().id)
    if (!member?.number) return response.redirect().toRoute('shares.mine.show')
    return inertia.render('shares/exit', {
      member: { name: member.displayName, number: member.number, state: member.state },
      exit: await myExit(member, this.clock),
    })
  }

  async store(ctx: HttpContext) {
    const { auth, request, session, i18n } = ctx
    const { reason } = await request.validateUsing(exitValidator)
    const member = await memberOfAccount(auth.getUserOrFail().id)
    if (!member?.isActive) return this.#back(ctx)
    return this.#act(ctx, async () => {
      await announceExit({
        memberId: member.id,
        kind: 'withdrawal',
        reason: reason ?? null,
        actor: auth.getUserOrFail(),
        clock: this.clock,
      })
      session.flash('success', i18n.t('shares.exit.announced'))
    })
  }

  async destroy(ctx: HttpContext) {
    const { auth, session, i18n } = ctx
    const member = await memberOfAccount(auth.getUserOrFail().id)
    const exit =
      member && (await Exit.query().where({ memberId: member.id, state: 'announced' }).first())
    if (!exit || exit.kind === 'death') return this.#back(ctx)
    return this.#act(ctx, async () => {
      await cancelExit({ exitId: exit.id, actor: auth.getUserOrFail(), clock: this.clock })
      session.flash('success', i18n.t('shares.exit.cancelled'))
    })
  }

  /** A refusal is a sentence on top of the same page. */
  async #act(ctx: HttpContext, work: () => Promise<void>) {
    const { session, i18n } = ctx
    try {
      await work()
    } catch (error) {
      const refusal = refusalOf(error)
      if (refusal) session.flash('error', refusalText(i18n, refusal))
      else if (error instanceof MembershipError) {
        session.flash('error', i18n.t(`membership.refusals.${error.code}`, error.figures))
      } else throw error
    }
    return this.#back(ctx)
  }

  #back({ response }: HttpContext) {
    return response.redirect().toRoute('shares.my_exit.show')
  }
}
