import type Assembly from '#models/governance/assembly'
import { governingBodies } from '#services/governance/queries/governing_bodies'
import type { Clock } from '#values/clock'

/** C28: whose mandate an assembly that is open may vote to revoke; nobody's in any other meeting. */
export async function seatsToRevoke(assembly: Assembly, locale: string, clock: Clock) {
  const mayRevoke = assembly.state === 'open' && assembly.body === 'assembly'
  if (!mayRevoke || assembly.kind === 'consultation') return []
  const bodies = await governingBodies(clock)
  return bodies.flatMap(({ labelFr, labelEn, seats }) =>
    seats.map(({ id, name }) => ({
      ...{ id, name },
      body: locale === 'en' ? labelEn : labelFr,
    }))
  )
}
