import type { HttpContext } from '@adonisjs/core/http'
import type { GovernanceRefusal } from '#services/governance/errors'
import { refusedField } from '#transformers/governance/refusal'

/** Where the words of a refusal stand; the others concern the whole form. */
const FIELDS: Record<string, string> = {
  in_the_past: 'starts_at',
  too_far: 'starts_at',
  notice_too_late: 'starts_at',
  not_later: 'starts_at',
  no_place: 'place',
  no_link: 'remote_link',
  remote_half: 'remote_until',
  remote_order: 'remote_until',
  remote_too_long: 'remote_until',
  kind_is_fixed: 'kind',
  which_body: 'body_code',
  needs_extraordinary: 'majority',
  needs_ordinary: 'majority',
  statutes_need_extraordinary: 'majority',
  exclusion_needs_extraordinary: 'majority',
  members_decide: 'change',
  unknown_item: 'item_id',
  no_linked_change: 'change',
  effect_unknown: 'change',
  change_linked_already: 'change',
  effect_not_ready: 'change',
  consultation_binds_nothing: 'change',
  no_mandate: 'change',
  unknown_body: 'body_code',
  wrong_seats: 'seats',
  unknown_member: 'member_number',
  candidate_has_no_vote: 'member_number',
  candidate_twice: 'member_number',
  no_agenda_right: 'signatories',
  document_too_big: 'file',
  not_a_pdf: 'file',
  too_many_documents: 'file',
  posted_on_wrong_day: 'posted_on',
  same_text: 'text',
}

/** A refused form keeps what was typed; its words stand beside the field, and on top. */
export function refusedForm({ i18n, session }: HttpContext, refusal: GovernanceRefusal) {
  const refused = refusedField(i18n, FIELDS[refusal.code] ?? 'form', refusal)
  if (!FIELDS[refusal.code]) session.flash('error', refused.messages[0].message)
  return refused
}

/** Back to where one was, with a sentence of governance_before.done. */
export function doneBefore(
  { response, session, i18n }: HttpContext,
  done: string,
  words: Record<string, string | number> = {}
) {
  session.flash('success', i18n.t(`governance_before.done.${done}`, words))
  return response.redirect().back()
}
