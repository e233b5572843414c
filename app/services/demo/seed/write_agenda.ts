import StatuteProfile from '#models/statutes/statute_profile'
import { CAUSES } from '#services/demo/cast'
import type { CastItem, CastResolution } from '#services/demo/cast_assemblies'
import { must } from '#services/demo/seed/must'
import { memberIdOf, staff } from '#services/demo/seed/seed_members'
import type { Timeline } from '#services/demo/seed/timeline'
import { addCandidate } from '#services/governance/agenda/candidates'
import { addAgendaItem } from '#services/governance/agenda/edit_agenda'
import { addResolution } from '#services/governance/agenda/write_resolution'
import Member from '#models/membership/member'
import { storePolicyDraft } from '#services/royalties/policies/policy_drafts'
import type { FixedClock } from '#values/clock'

type Written = { assemblyId: string; agenda: CastItem[]; timeline: Timeline; clock: FixedClock }

/** Writes an agenda of the cast: its points, resolutions, candidates and linked drafts. */
export async function writeAgenda({ agenda, ...file }: Written): Promise<void> {
  const { assemblyId, clock } = file
  const actor = await staff('secretary')
  for (const { title, text, resolutions } of agenda) {
    const item = must(await addAgendaItem({ assemblyId, title, text, actor, clock }))
    for (const one of resolutions) await writeResolution(item.id, one, file)
  }
}

async function writeResolution(
  itemId: string,
  { candidates = [], links, bodyCode = null, seats = null, ...words }: CastResolution,
  { assemblyId, timeline, clock }: Omit<Written, 'agenda'>
): Promise<void> {
  const actor = await staff('secretary')
  const { title, text, type, majority, fromBoard } = words
  const effectId = links ? await draftOf(links, timeline, clock) : null
  const linked = { effectType: links ?? null, effectId, bodyCode, seats }
  const said = { title, text, type, majority, fromBoard }
  const act = { assemblyId, actor, clock }
  const resolution = must(await addResolution({ ...act, ...said, ...linked, itemId }))
  for (const [key, statement] of candidates) {
    const member = await Member.findOrFail(memberIdOf(key))
    const candidate = { memberNumber: member.number!, statement }
    must(await addCandidate({ ...act, resolutionId: resolution.id, ...candidate }))
  }
}

/** The draft that waits for its vote. */
async function draftOf(
  links: NonNullable<CastResolution['links']>,
  timeline: Timeline,
  clock: FixedClock
): Promise<string> {
  if (links === 'statutes') {
    const draft = await StatuteProfile.query().where('state', 'draft').firstOrFail()
    return draft.id
  }
  const draft = await storePolicyDraft({
    title: '72 % pour les artistes',
    proposed: {
      effectivePeriod: timeline.period(-1),
      artistsBp: 7_200,
      contributionsBp: 1_500,
      operationsBp: 1_300,
      listeningWeight: 1,
      downloadWeight: 10,
      causes: CAUSES.map(({ id, basisPoints }) => ({ cause_id: id, basis_points: basisPoints })),
      payoutThresholdCents: 500n,
      carryMonths: 3,
      operationLines: [
        { label_fr: 'Serveurs et réseau', label_en: 'Servers and network', basis_points: 3_000 },
        { label_fr: 'Équipe', label_en: 'Team', basis_points: 5_500 },
        {
          label_fr: 'Comptabilité et assurances',
          label_en: 'Accounts and insurance',
          basis_points: 1_500,
        },
      ],
    },
    actor: await staff('treasurer'),
    clock,
  })
  return draft.id
}
