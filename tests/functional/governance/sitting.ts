import type Assembly from '#models/governance/assembly'
import type Resolution from '#models/governance/resolution'
import type Member from '#models/membership/member'
import { closeAssembly } from '#services/governance/votes/close_assembly'
import {
  arrive,
  begin,
  CHAIR,
  clock,
  conclude,
  everybodySays,
  must,
  putToVote,
  type Said,
} from '#tests/support/meeting'

/** The meeting opens, and these people come into the room. */
export async function gather(assembly: Assembly, ...members: Member[]): Promise<void> {
  await begin(assembly)
  await arrive(assembly, ...members)
}

/** A vote from its opening to its result; each group of people says the same. */
export async function decide(
  resolution: Resolution,
  ...said: [Member[], Said][]
): Promise<Resolution> {
  await putToVote(resolution)
  for (const [members, word] of said) await everybodySays(resolution, members, word)
  return conclude(resolution)
}

/** The chair closes the meeting. */
export async function rise({ id: assemblyId }: Assembly): Promise<Assembly> {
  return must(await closeAssembly({ assemblyId, actor: CHAIR, clock }))
}
