import type Assembly from '#models/governance/assembly'
import Member from '#models/membership/member'
import { hasCapability } from '#services/identity/capabilities'

export type Capacity = 'chair' | 'secretary'
export const CAPACITIES: readonly Capacity[] = ['chair', 'secretary']

/**
 * As what an account signs the minutes: the chair is the member who chaired, the secretary somebody
 * who keeps meetings. Nobody is both; null for everybody else.
 */
export async function signingCapacity(
  assembly: Pick<Assembly, 'chairMemberId'>,
  account: { id: string }
): Promise<Capacity | null> {
  const chair = assembly.chairMemberId ? await Member.find(assembly.chairMemberId) : null
  if (chair?.accountId === account.id) return 'chair'
  return (await hasCapability(account, 'governance.manage')) ? 'secretary' : null
}
