import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import AgendaItem from '#models/governance/agenda_item'
import type Assembly from '#models/governance/assembly'
import Resolution from '#models/governance/resolution'
import { assertOfItsKind } from '#services/governance/agenda/of_its_kind'
import { assertMeeting, assertNoticeInTime } from '#services/governance/assemblies/meeting_facts'
import { effectOf } from '#services/governance/effects/effect_registry'
import { membersWithVote } from '#services/governance/electorate/members_with_vote'
import { GovernanceError, type GovernanceRefusal } from '#services/governance/errors'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import type { Clock } from '#values/clock'

type Asked = { assembly: Assembly; settings: StatuteSettings; clock: Clock }

/** Everything that the law or the file itself still asks before the notice may leave; empty when it may. */
export async function noticeGaps(
  trx: TransactionClientContract,
  { assembly, settings, clock }: Asked
): Promise<GovernanceRefusal[]> {
  const now = clock.now()
  const voters = await membersWithVote(trx, settings, now, assembly)
  return [
    ...refusalIn(() => assertMeeting(assembly, now)),
    ...refusalIn(() => assertNoticeInTime(settings, assembly, now)),
    ...(voters.length === 0 ? [gap('notice_to_nobody')] : []),
    ...(await agendaGaps(trx, assembly)),
  ]
}

async function agendaGaps(
  trx: TransactionClientContract,
  { id, kind }: Assembly
): Promise<GovernanceRefusal[]> {
  const gaps: GovernanceRefusal[] = []
  const items = await AgendaItem.query({ client: trx }).where('assemblyId', id)
  if (items.length === 0) gaps.push(gap('no_agenda'))
  const resolutions = await Resolution.query({ client: trx })
    .where('assemblyId', id)
    .preload('candidates')
    .orderBy('number')
  for (const majority of ['ordinary', 'extraordinary'] as const) {
    const isAsked = kind === majority || kind === 'mixed'
    if (isAsked && !resolutions.some((one) => one.majority === majority)) {
      gaps.push(gap(`no_${majority}_resolution`))
    }
  }
  for (const resolution of resolutions) {
    gaps.push(...refusalIn(() => assertOfItsKind({ kind }, resolution)).map(numbered(resolution)))
    gaps.push(...(await resolutionGaps(trx, resolution)))
  }
  return gaps
}

async function resolutionGaps(
  trx: TransactionClientContract,
  { number, type, candidates, effectType, effectId }: Resolution
): Promise<GovernanceRefusal[]> {
  if (type === 'election') {
    return candidates.length === 0 ? [gap('no_candidate', { number })] : []
  }
  if (!effectType) return []
  const effect = effectOf(effectType)
  const reason = effect ? await effect.check(effectId, trx) : 'effect_unknown'
  return reason ? [gap('linked_change_not_ready', { number, reason })] : []
}

/** Which resolution a refusal is about. */
const numbered =
  ({ number }: Resolution) =>
  ({ code, figures }: GovernanceRefusal) =>
    gap('resolution_gap', { ...figures, number, reason: code })

function gap(code: string, figures: GovernanceRefusal['figures'] = {}): GovernanceRefusal {
  return { code, figures }
}

function refusalIn(assertion: () => void): GovernanceRefusal[] {
  try {
    assertion()
    return []
  } catch (error) {
    if (!(error instanceof GovernanceError)) throw error
    return [error.refusal]
  }
}
