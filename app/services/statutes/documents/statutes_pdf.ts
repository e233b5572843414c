import i18nManager from '@adonisjs/i18n/services/main'
import MarkdownIt from 'markdown-it'
import type StatuteProfile from '#models/statutes/statute_profile'
import { PdfPage } from '#services/documents/pdf_page'
import { legalMention } from '#services/statutes/legal_mention'
import { readableBody } from '#services/statutes/text/render_statutes'

const markdown = new MarkdownIt({ html: false, linkify: false })
type Token = ReturnType<typeof markdown.parse>[number]

/** A version of the statutes to print, sign and file. The same version gives the same bytes. */
export async function statutesPdf(profile: StatuteProfile, locale: 'fr' | 'en'): Promise<Buffer> {
  const i18n = i18nManager.locale(locale)
  const { settings, version } = profile
  const title = i18n.t('statutes.document.title', { name: settings.identity.name })
  const page = new PdfPage({
    title,
    locale,
    date: (profile.adoptedAt ?? profile.createdAt).toJSDate(),
    footer: legalMention(settings, locale),
    pageWord: (number, count) => i18n.t('statutes.document.page', { number, count }),
  })
  const below =
    version === null
      ? i18n.t('statutes.document.draft', { label: profile.label })
      : i18n.t('statutes.document.version', {
          version,
          reference: profile.resolutionReference!,
          voted: dayText(profile.resolutionDate!.toJSDate(), locale),
          effective: dayText(profile.effectiveOn!.toJSDate(), locale),
        })
  page.header(settings.identity.name, title, below)
  writeMarkdown(page, readableBody(profile, locale))
  page.fingerprint(i18n.t('statutes.document.sha256'), profile.bodySha256)
  return page.bytes()
}

/** Headings, paragraphs, lists and tables: what statutes are made of. */
function writeMarkdown(page: PdfPage, body: string): void {
  const tokens = markdown.parse(body, {})
  let marker: (() => string) | null = null
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]
    if (token.type === 'heading_open') page.heading(plainText(tokens[at + 1]))
    else if (token.type === 'bullet_list_open') marker = () => '• '
    else if (token.type === 'ordered_list_open') marker = counter()
    else if (token.type.endsWith('_list_close')) marker = null
    else if (token.type === 'paragraph_open') {
      page.paragraph(`${marker?.() ?? ''}${plainText(tokens[at + 1])}`)
    } else if (token.type === 'table_open') at = writeTable(page, tokens, at)
  }
}

function counter(): () => string {
  let number = 0
  return () => `${++number}. `
}

/** Writes the table that opens at `start`; gives where it closes. */
function writeTable(page: PdfPage, tokens: Token[], start: number): number {
  const end = tokens.findIndex((token, at) => at > start && token.type === 'table_close')
  const rows: string[][] = []
  for (const [at, token] of tokens.slice(start, end).entries()) {
    if (token.type === 'tr_open') rows.push([])
    if (token.type === 'inline') rows.at(-1)?.push(plainText(tokens[start + at]))
  }
  const [head = [], ...lines] = rows
  const width = 1 / Math.max(1, head.length)
  page.table(
    head.map((text) => ({ width, head: text })),
    lines
  )
  return end
}

/** The words of an inline token without their marks. */
function plainText(token: Token): string {
  return (token.children ?? [])
    .map((child) => (child.type === 'softbreak' ? ' ' : child.content))
    .join('')
}

function dayText(day: Date, locale: string): string {
  const tag = locale === 'en' ? 'en-GB' : 'fr'
  return new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'Europe/Paris' }).format(day)
}
