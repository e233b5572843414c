import type { HttpContext } from '@adonisjs/core/http'
import type Ballot from '#models/governance/ballot'
import type { GovernanceRefusal } from '#services/governance/errors'
import { refusalText, wantsJson } from '#transformers/governance/refusal'

/** A refused act: its page says why on top; a script reads the code and the words. */
export function refusedAct(ctx: HttpContext, refusal: GovernanceRefusal) {
  const { response, session, i18n } = ctx
  const message = refusalText(i18n, refusal)
  if (wantsJson(ctx)) return response.status(409).json({ code: refusal.code, message })
  session.flash('error', message)
  return response.redirect().back()
}

/** A done act: the page it came from, with a sentence of governance_vote.done. */
export function doneAct(ctx: HttpContext, done: string, words: Record<string, string> = {}) {
  const { response, session, i18n } = ctx
  const message = i18n.t(`governance_vote.done.${done}`, words)
  if (wantsJson(ctx)) return response.json({ message })
  session.flash('success', message)
  return response.redirect().back()
}

/** A vote's receipt: never what was said. */
export function answeredBallot(ctx: HttpContext, ballot: Ballot) {
  const { receipt, electorMemberId: elector, castAt } = ballot
  if (wantsJson(ctx)) return ctx.response.json({ receipt, elector, castAt: castAt.toISO() })
  return doneAct(ctx, 'voted', { receipt })
}
