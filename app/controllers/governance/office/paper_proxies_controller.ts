import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { errors, inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import Proxy from '#models/governance/proxy'
import OfficePolicy from '#policies/governance/office_policy'
import { revokeProxy } from '#services/governance/proxies/answer_proxy'
import { giveProxyOnPaper } from '#services/governance/proxies/give_proxy_on_paper'
import { sendProxyMail } from '#services/governance/proxies/send_proxy_mail'
import { storedScan } from '#services/governance/proxies/scan_files'
import { findAssembly } from '#services/governance/queries/find_assembly'
import { proxyList } from '#services/governance/queries/proxy_list'
import { hasCapability } from '#services/identity/capabilities'
import { assemblyFacts } from '#transformers/governance/assembly_page'
import { doneAct, refusedAct } from '#transformers/governance/answer'
import { refusedField } from '#transformers/governance/refusal'
import { paperProxyValidator } from '#validators/governance/vote'
import { Clock } from '#values/clock'
import { attachmentNamed } from '#values/file_names'

/** Proxies that came on paper: written down with their scan, revoked when a letter says so (C24). */
@inject()
export default class PaperProxiesController {
  constructor(protected clock: Clock) {}

  async index({ bouncer, auth, params, inertia }: HttpContext) {
    await bouncer.with(OfficePolicy).authorize('view')
    const assembly = await findAssembly(params.id)
    const isOpen = assembly.state === 'noticed' || assembly.state === 'open'
    return inertia.render('governance/office/proxies', {
      assembly: assemblyFacts(assembly),
      proxies: await proxyList(assembly.id),
      most: assembly.statuteProfile?.settings.proxies.max ?? null,
      may: {
        record: isOpen && (await hasCapability(auth.getUserOrFail(), 'governance.manage')),
      },
    })
  }

  async store(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const numbers = await ctx.request.validateUsing(paperProxyValidator)
    const outcome = await giveProxyOnPaper({
      assemblyId: ctx.params.id,
      ...numbers,
      scan: ctx.request.file('scan')?.tmpPath ?? null,
      actor: ctx.auth.getUserOrFail(),
      clock: this.clock,
    })
    if (!outcome.ok) throw refusedField(ctx.i18n, outcome.error.field, outcome.error)
    return doneAct(ctx, 'paper_kept')
  }

  async scan(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('view')
    const { response, params, request } = ctx
    const proxy = await Proxy.find(params.id)
    if (!proxy?.scanPath) throw new errors.E_ROUTE_NOT_FOUND([request.method(), request.url()])
    response.header('Content-Type', 'application/octet-stream')
    response.header('Content-Disposition', attachmentNamed(basename(proxy.scanPath)))
    response.header('Cache-Control', 'no-store')
    response.header('X-Content-Type-Options', 'nosniff')
    return response.stream(createReadStream(storedScan(proxy.scanPath)))
  }

  async destroy(ctx: HttpContext) {
    await ctx.bouncer.with(OfficePolicy).authorize('manage')
    const actor = ctx.auth.getUserOrFail()
    const revocation = { proxyId: ctx.params.id, memberId: null, actor, clock: this.clock }
    const outcome = await revokeProxy(revocation)
    if (!outcome.ok) return refusedAct(ctx, outcome.error)
    if (outcome.value.isNew) await sendProxyMail(outcome.value.proxy, 'revoked')
    return doneAct(ctx, 'proxy_revoked')
  }
}
