import { PdfPage } from '#services/documents/pdf_page'
import { writePayee } from '#services/royalties/documents/payee_pdf'
import { writeSubscriber } from '#services/royalties/documents/subscriber_pdf'
import { percent, type PdfContext } from '#services/royalties/documents/words'
import type { StatementDocument } from '#services/royalties/statements/documents'
import { dayInWords } from '#values/day'
import { formatCents, microToCentsFloor } from '#values/money'
import { periodEnd, periodLabel } from '#values/period'

/** A statement as a document to print and keep (P20). The same statement gives the same bytes. */
export async function statementPdf(
  statement: StatementDocument,
  context: PdfContext
): Promise<Buffer> {
  const { t, locale } = context
  const month = periodLabel(statement.period, locale)
  const title = titleOf(statement, context)
  const page = new PdfPage({
    title: `${title} (${month})`,
    locale,
    date: periodEnd(statement.period).toJSDate(),
    footer: [context.mention && `${context.mention}.`, t('royalties.document.footer')]
      .filter(Boolean)
      .join(' '),
    pageWord: (number, count) => t('royalties.document.page', { number, count }),
  })
  page.header('Peerfy', title, subtitle(statement, context, month))
  if (statement.kind === 'subscriber') writeSubscriber(page, statement, context)
  else writePayee(page, statement, context)
  writePolicy(page, statement, context)
  writeProof(page, context)
  return page.bytes()
}

function titleOf(statement: StatementDocument, { t, locale }: PdfContext): string {
  return statement.kind === 'subscriber'
    ? t('royalties.month.title', { price: formatCents(statement.totals.gross_cents, locale) })
    : t('royalties.statement.title', {
        amount: formatCents(microToCentsFloor(BigInt(statement.totals.lines_micro)), locale),
      })
}

function subtitle(statement: StatementDocument, context: PdfContext, month: string) {
  const { t, publishedOn, locale } = context
  const parts = [month, t('royalties.document.revision', { revision: statement.revision })]
  if (statement.kind === 'payee') parts.unshift(statement.payee_name)
  parts.push(
    publishedOn
      ? t('royalties.document.published', { on: dayInWords(publishedOn, locale) })
      : t('royalties.document.not_published')
  )
  return parts.join(' · ')
}

function writePolicy(
  page: PdfPage,
  { policy, rule_version: rule }: StatementDocument,
  context: PdfContext
) {
  const { t, locale } = context
  page.heading(t('royalties.document.rule'))
  page.paragraph(
    t('royalties.document.rule_text', {
      rule,
      resolution: policy.resolution_title,
      on: policy.adopted_on && dayInWords(policy.adopted_on, locale),
      artists: percent(policy.keys.artists, locale),
      contributions: percent(policy.keys.contributions, locale),
      operations: percent(policy.keys.operations, locale),
      listening: policy.weights.listening,
      download: policy.weights.download,
      months: policy.carry_months,
      threshold: formatCents(policy.payout_threshold_cents, locale),
    })
  )
}

function writeProof(page: PdfPage, { t, sha256, registry, verifyAddress }: PdfContext) {
  page.heading(t('royalties.document.proof'))
  page.paragraph(t(`royalties.document.proof_${registry ? 'text' : 'later'}`))
  page.fingerprint(t('royalties.document.sha256'), sha256)
  page.code(verifyAddress, t('royalties.document.code'))
  if (!registry) return
  if (registry.root) page.fingerprint(t('royalties.document.root'), registry.root)
  page.fingerprint(t('royalties.document.contract'), registry.contract)
  if (registry.tx) page.fingerprint(t('royalties.document.transaction'), registry.tx)
}
