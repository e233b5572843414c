import { readFile } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import type { StatuteSource } from '#services/statutes/text/render_statutes'

/** The words that come with the house; numbers stand in them by name. */
export async function referenceSource(): Promise<StatuteSource> {
  const [sourceFr, sourceEn] = await Promise.all(
    ['fr', 'en'].map((locale) => readFile(app.makePath(`resources/statutes/${locale}.md`), 'utf8'))
  )
  return { sourceFr, sourceEn }
}
