import { readFile } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import MarkdownIt from 'markdown-it'
import type Account from '#models/identity/account'
import LegalText from '#models/identity/legal_text'
import { recordAuditEvent } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

export const LEGAL_SLUGS = ['mentions-legales', 'confidentialite', 'conditions'] as const
export type LegalSlug = (typeof LEGAL_SLUGS)[number]
export type LegalLocale = 'fr' | 'en'

type LegalView = { title: string; body: string; version: number; publishedAt: string | null }

/** Raw HTML is never let through: a legal text is words, lists and links. */
const markdown = new MarkdownIt({ html: false, linkify: false })

/** On a telephone a row of a table stands as a block: each cell then says its column's name. */
markdown.core.ruler.push('cells_name_their_column', ({ tokens }) => {
  let heads: string[] = []
  let column = 0
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'table_open') heads = []
    if (token.type === 'tr_open') column = 0
    if (token.type === 'th_open') heads.push(tokens[index + 1].content)
    if (token.type === 'td_open') token.attrSet('data-label', heads[column++] ?? '')
  }
})

/** The text as HTML, safe to show. */
export function renderLegalText(body: string): string {
  return markdown.render(body)
}

/** The text that comes with the house; its first line is its title. */
export async function defaultLegalText(slug: LegalSlug, locale: LegalLocale) {
  const file = await readFile(app.makePath('resources/legal', locale, `${slug}.md`), 'utf8')
  const [first, ...rest] = file.split('\n')
  return { title: first.replace(/^#\s*/, '').trim(), body: rest.join('\n').trim() }
}

/** The version in force; the text that comes with the house as long as none was published. */
export async function currentLegalText(slug: LegalSlug, locale: LegalLocale): Promise<LegalView> {
  const text = await LegalText.query().where({ slug, locale }).orderBy('version', 'desc').first()
  if (!text) return { ...(await defaultLegalText(slug, locale)), version: 0, publishedAt: null }
  const { title, body, version, publishedAt } = text
  return { title, body, version, publishedAt: publishedAt.toISO() }
}

/** Every version of a text in one language, the newest first. */
export async function legalTextHistory(slug: LegalSlug, locale: LegalLocale) {
  return LegalText.query().where({ slug, locale }).orderBy('version', 'desc')
}

type NewVersion = {
  actor: Account
  slug: LegalSlug
  locale: LegalLocale
  title: string
  body: string
  reason: string
  clock: Clock
}

/** Publishes a new version; the former ones stay readable for ever. */
export async function publishLegalText(input: NewVersion): Promise<number> {
  const { actor, slug, locale, title, body, reason, clock } = input
  return db.transaction(async (trx) => {
    await trx.rawQuery(`SELECT pg_advisory_xact_lock(hashtext(?))`, [
      `legal_texts:${slug}:${locale}`,
    ])
    const last = await LegalText.query({ client: trx })
      .where({ slug, locale })
      .orderBy('version', 'desc')
      .first()
    const version = (last?.version ?? 0) + 1
    const id = newId()
    const publishedAt = clock.now()
    await LegalText.create(
      { id, slug, locale, version, title, body, publishedAt, publishedByAccountId: actor.id },
      { client: trx }
    )
    await recordAuditEvent(trx, {
      actor,
      action: 'identity.publish_legal_text',
      subject: { type: 'legal_text', id: `${slug}/${locale}` },
      before: last ? { version: last.version } : null,
      after: { version, title },
      reason,
      clock,
    })
    return version
  })
}

/** Puts the texts that come with the house in as version 1, where there is none; gives how many. */
export async function seedLegalTexts(clock: Clock): Promise<number> {
  let added = 0
  for (const slug of LEGAL_SLUGS) {
    for (const locale of ['fr', 'en'] as const) {
      if (await LegalText.query().where({ slug, locale }).first()) continue
      const text = await defaultLegalText(slug, locale)
      await LegalText.create({
        id: newId(),
        slug,
        locale,
        version: 1,
        publishedAt: clock.now(),
        ...text,
      })
      added++
    }
  }
  return added
}
