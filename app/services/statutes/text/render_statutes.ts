import i18nManager from '@adonisjs/i18n/services/main'
import MarkdownIt from 'markdown-it'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import { statuteFigures } from '#services/statutes/text/figures'
import { sha256Hex } from '#values/digest'
import { frenchSpaces } from '../../../../inertia/lib/french_spaces.js'

export type StatuteSource = { sourceFr: string; sourceEn: string }

const PLACEHOLDER = /\{([a-z_]+)\}/g

/** Raw HTML is never let through: statutes are words, lists and tables. */
const markdown = new MarkdownIt({ html: false, linkify: false })

/** The statutes as people read them, and the hash of the French text that a signature names. */
export function renderBodies(settings: StatuteSettings, { sourceFr, sourceEn }: StatuteSource) {
  const bodyFr = renderText(settings, sourceFr, 'fr')
  return {
    bodyFr,
    bodyEn: renderText(settings, sourceEn, 'en'),
    bodySha256: sha256Hex(bodyFr),
  }
}

/** A word in braces that names no figure stays as it was typed: the linter shows it. */
function renderText(settings: StatuteSettings, source: string, locale: 'fr' | 'en'): string {
  const figures = statuteFigures(settings, i18nManager.locale(locale))
  return source.replace(PLACEHOLDER, (all, name: string) => figures[name] ?? all)
}

/** Names in braces that a text uses, each once. */
export function placeholdersOf(source: string): string[] {
  return [...new Set([...source.matchAll(PLACEHOLDER)].map((found) => found[1]))]
}

/** Every name that a text may use. */
export function knownPlaceholders(settings: StatuteSettings): string[] {
  return Object.keys(statuteFigures(settings, i18nManager.locale('fr')))
}

/**
 * The text as it is shown and printed: French signs keep to their words. What is kept and signed,
 * and its hash, stay as they were typed.
 */
export function readableBody(
  { bodyFr, bodyEn }: { bodyFr: string; bodyEn: string },
  locale: string
): string {
  return locale === 'en' ? bodyEn : frenchSpaces(bodyFr)
}

/** The statutes as HTML, safe to show. */
export function statutesHtml(body: string): string {
  return markdown.render(body)
}
