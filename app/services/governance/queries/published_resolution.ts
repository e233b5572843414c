import Resolution from '#models/governance/resolution'
import { readReference } from '#services/governance/resolution_reference'

/** One resolution that everybody may read, by its reference; null for any other. */
export async function publishedResolution(reference: string) {
  const asked = readReference(reference)
  if (!asked) return null
  return Resolution.query()
    .where('number', asked.number)
    .whereNotNull('publishedAt')
    .whereHas('assembly', (assembly) => {
      assembly.where({ body: asked.body, number: asked.assemblyNumber })
    })
    .preload('assembly', (assembly) => assembly.preload('statuteProfile'))
    .preload('candidates', (query) => query.orderBy('position').preload('member'))
    .first()
}
