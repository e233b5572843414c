import type Assembly from '#models/governance/assembly'
import type Resolution from '#models/governance/resolution'
import { GovernanceError } from '#services/governance/errors'

type Written = Pick<Resolution, 'type' | 'majority' | 'effectType'>

/** What changes by the majority that amends the statutes alone (C13, C21). */
const BY_EXTRAORDINARY: Partial<Record<NonNullable<Resolution['effectType']>, string>> = {
  statutes: 'statutes_need_extraordinary',
  exclusion: 'exclusion_needs_extraordinary',
}

/** What no board decides: the law and the statutes keep it for the members. */
const OF_MEMBERS: readonly Resolution['effectType'][] = ['statutes', 'exclusion', 'surplus']

/** Throws where a kind of meeting, or of change, asks for another majority than the one written. */
export function assertOfItsKind({ kind }: Pick<Assembly, 'kind'>, resolution: Written): void {
  const { majority, effectType, type } = resolution
  if (kind === 'ordinary' && majority === 'extraordinary') {
    throw new GovernanceError('needs_extraordinary')
  }
  if (kind === 'extraordinary' && majority === 'ordinary') {
    throw new GovernanceError('needs_ordinary')
  }
  const binds = effectType !== null || type !== 'decision'
  if (kind === 'consultation' && binds) throw new GovernanceError('consultation_binds_nothing')
  if (kind === 'board' && OF_MEMBERS.includes(effectType)) {
    throw new GovernanceError('members_decide')
  }
  const refusal = effectType && BY_EXTRAORDINARY[effectType]
  if (refusal && majority !== 'extraordinary') throw new GovernanceError(refusal)
}
