import Assembly from '#models/governance/assembly'
import Minutes from '#models/governance/minutes'
import Resolution from '#models/governance/resolution'
import { officersOf } from '#services/governance/minutes/signing_capacity'
import { resolutionReference } from '#services/governance/resolution_reference'

/** A meeting that is over, with what is written and signed of it, and its resolutions in order. */
export async function minutesFile(assemblyId: string) {
  const assembly = await Assembly.query()
    .where('id', assemblyId)
    .whereIn('state', ['closed', 'signed'])
    .preload('statuteProfile')
    .first()
  if (!assembly) return null
  const minutes = await Minutes.query()
    .where('assemblyId', assemblyId)
    .preload('signatures', (query) => query.orderBy('signedAt'))
    .first()
  const resolutions = await Resolution.query()
    .where('assemblyId', assemblyId)
    .preload('candidates', (query) => query.orderBy('position').preload('member'))
    .orderBy('number')
  return {
    assembly,
    minutes,
    officers: await officersOf(assembly),
    resolutions: resolutions.map((one) => ({
      resolution: one,
      reference: resolutionReference(assembly, one),
      candidates: one.candidates.map(({ id, member }) => ({ id, name: member.displayName })),
    })),
  }
}

export type MinutesFile = NonNullable<Awaited<ReturnType<typeof minutesFile>>>
