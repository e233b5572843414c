import { errors, inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { answerProxy, revokeProxy } from '#services/governance/proxies/answer_proxy'
import { sendProxyMail } from '#services/governance/proxies/send_proxy_mail'
import { giveProxy } from '#services/governance/proxies/give_proxy'
import { findAssembly } from '#services/governance/queries/find_assembly'
import { mayAttend } from '#services/governance/queries/may_attend'
import { proxyList, type ProxyLine } from '#services/governance/queries/proxy_list'
import { myMembership } from '#services/membership/queries/my_membership'
import { findTaker } from '#services/shares/queries/find_taker'
import { doneAct, refusedAct } from '#transformers/governance/answer'
import { assemblyFacts } from '#transformers/governance/assembly_page'
import { refusedField } from '#transformers/governance/refusal'
import { proxyAnswerValidator, proxyValidator } from '#validators/governance/vote'
import { Clock } from '#values/clock'

const NOT_A_MEMBER = { code: 'not_a_member', figures: {} }

/** A member puts their vote in another's hand, answers, or takes it back (C24). */
@inject()
export default class ProxiesController {
  constructor(protected clock: Clock) {}

  async show({ auth, params, request, inertia }: HttpContext) {
    const member = await myMembership(auth.getUserOrFail().id)
    const assembly = await findAssembly(params.id)
    if (!member || !(await mayAttend(assembly, member.id, this.clock))) {
      throw new errors.E_ROUTE_NOT_FOUND(['GET', request.url()])
    }
    const lines = await proxyList(assembly.id, member.id)
    const isLive = ({ state }: ProxyLine) => state === 'given' || state === 'accepted'
    return inertia.render('governance/proxies', {
      assembly: assemblyFacts(assembly),
      mine: lines.find((one) => one.from.id === member.id && isLive(one)) ?? null,
      carried: lines.filter((one) => one.to?.id === member.id && isLive(one)),
      most: assembly.statuteProfile.settings.proxies.max,
      isOpen: assembly.state === 'noticed' || assembly.state === 'open',
    })
  }

  async store(ctx: HttpContext) {
    const { blank, number, name } = await ctx.request.validateUsing(proxyValidator)
    const actor = ctx.auth.getUserOrFail()
    const member = await myMembership(actor.id)
    if (!member) return refusedAct(ctx, NOT_A_MEMBER)
    const holder = blank ? null : await findTaker(number!, name!)
    if (!blank && !holder) {
      throw refusedField(ctx.i18n, 'number', { code: 'unknown_holder', figures: {} })
    }
    const outcome = await giveProxy({
      assemblyId: ctx.params.id,
      fromMemberId: member.id,
      toMemberId: holder?.id ?? null,
      via: 'online',
      actor,
      clock: this.clock,
    })
    if (!outcome.ok) throw refusedField(ctx.i18n, 'number', outcome.error)
    if (!holder) return doneAct(ctx, 'blank_given')
    await sendProxyMail(outcome.value, 'offered')
    return doneAct(ctx, 'proxy_given', { name: holder.displayName })
  }

  async answer(ctx: HttpContext) {
    const { answer } = await ctx.request.validateUsing(proxyAnswerValidator)
    const member = await myMembership(ctx.auth.getUserOrFail().id)
    if (!member) return refusedAct(ctx, NOT_A_MEMBER)
    const outcome = await answerProxy({
      proxyId: ctx.params.id,
      memberId: member.id,
      answer,
      clock: this.clock,
    })
    if (!outcome.ok) return refusedAct(ctx, outcome.error)
    if (outcome.value.isNew) await sendProxyMail(outcome.value.proxy, answer)
    return doneAct(ctx, `proxy_${answer}`)
  }

  async destroy(ctx: HttpContext) {
    const actor = ctx.auth.getUserOrFail()
    const member = await myMembership(actor.id)
    if (!member) return refusedAct(ctx, NOT_A_MEMBER)
    const outcome = await revokeProxy({
      proxyId: ctx.params.id,
      memberId: member.id,
      actor,
      clock: this.clock,
    })
    if (!outcome.ok) return refusedAct(ctx, outcome.error)
    if (outcome.value.isNew) await sendProxyMail(outcome.value.proxy, 'revoked')
    return doneAct(ctx, 'proxy_revoked')
  }
}
