import string from '@adonisjs/core/helpers/string'
import type { LucidModel } from '@adonisjs/lucid/types/model'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'

/** How many namesakes are told apart by a number before something else must be wrong. */
const MAX_NAMESAKES = 1000

/**
 * An address made from a name, with a number behind it when the name is taken. The unique index
 * decides between two at once.
 */
export async function freeSlug(
  model: LucidModel,
  name: string,
  client?: QueryClientContract
): Promise<string> {
  const stem =
    string.slug(name.replace(/[’'`]/g, ' '), { lower: true, strict: true }) || 'sans-titre'
  for (let number = 1; number <= MAX_NAMESAKES; number++) {
    const slug = number === 1 ? stem : `${stem}-${number}`
    if (!(await model.query({ client }).where('slug', slug).first())) return slug
  }
  throw new Error(`More than ${MAX_NAMESAKES} records are called "${name}"`)
}
