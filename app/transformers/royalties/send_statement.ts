import type { HttpContext } from '@adonisjs/core/http'
import { appUrl } from '#config/app'
import { isrcsOf } from '#services/catalogue/queries/isrcs_of'
import { letterheadOn } from '#services/documents/letterhead'
import { statementCsv } from '#services/royalties/documents/statement_csv'
import { statementPdf } from '#services/royalties/documents/statement_pdf'
import type { FoundStatement } from '#services/royalties/queries/find_statement'
import type { StatementProof } from '#services/royalties/queries/month_publication'
import { periodEnd } from '#values/period'

export type StatementFormat = 'pdf' | 'csv' | 'json'

type Sent = { found: FoundStatement; publishedAt: string | null; proof: StatementProof | null }

const TYPES = {
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
}

/** Answers with a statement as a file to keep; never stored on the way, it is personal. */
export async function sendStatement(ctx: HttpContext, sent: Sent, format: StatementFormat) {
  const { found } = sent
  const name = `peerfy-${found.period}-${found.document.kind}.${format}`
  ctx.response.header('Content-Type', TYPES[format])
  ctx.response.header('Content-Disposition', `attachment; filename="${name}"`)
  ctx.response.header('Cache-Control', 'private, no-store')
  if (format === 'pdf') return ctx.response.send(await pdfOf(ctx, sent))
  if (format === 'csv') return ctx.response.send(await csvOf(sent))
  return ctx.response.send(jsonOf(sent))
}

/**
 * Once published, the entry that the verifier takes, as /api/v1/me/statements gives it; before
 * that the statement's own RFC 8785 bytes.
 */
function jsonOf({ found, proof }: Sent): string | Buffer {
  return proof ? JSON.stringify({ statements: [proof.entry] }) : found.bytes
}

/** With the mark by which a spreadsheet knows that it is UTF-8. */
async function csvOf({ found: { document } }: Sent): Promise<string> {
  return `\uFEFF${statementCsv(document, await recordingsOf(document))}`
}

function recordingsOf({ works }: FoundStatement['document']): Promise<Record<string, string>> {
  return isrcsOf(works.map((work) => work.work_id))
}

async function pdfOf({ i18n }: HttpContext, { found, publishedAt, proof }: Sent) {
  const locale = i18n.locale === 'en' ? 'en' : 'fr'
  const letterhead = await letterheadOn(periodEnd(found.period).minus({ days: 1 }).toISODate()!)
  const sha256 = found.sha256.toString('hex')
  return statementPdf(found.document, {
    locale,
    mention: letterhead?.mention[locale] ?? null,
    t: (key, values) => i18n.t(key, values),
    sha256,
    verifyAddress: new URL(`/verify#period=${found.period}&statement=${sha256}`, appUrl).href,
    isrcs: await recordingsOf(found.document),
    publishedOn: publishedAt?.slice(0, 10) ?? null,
    registry: proof ? { ...proof.entry.chain, root: proof.entry.published?.root ?? null } : null,
  })
}
