import { COLOURS, type PdfPage } from '#services/documents/pdf_page'
import { percent, shareOf, unitsText, type PdfContext } from '#services/royalties/documents/words'
import type { PayeeStatement } from '#services/royalties/statements/documents'
import { adjustmentWords } from '#values/adjustment_reason'
import { formatCents, formatMicro, microToCentsFloor } from '#values/money'
import { isPeriod, periodLabel } from '#values/period'

const WORKS_PICTURED = 8

/** What one rights-holder earned, work by work, and what became of it. */
export function writePayee(page: PdfPage, statement: PayeeStatement, context: PdfContext): void {
  writePicture(page, statement, context)
  writeWorks(page, statement, context)
  writeAdjustments(page, statement, context)
  writeBalance(page, statement, context)
}

function writePicture(page: PdfPage, { works, totals }: PayeeStatement, { locale }: PdfContext) {
  const whole = BigInt(totals.lines_micro)
  const largest = works
    .toSorted((a, b) => (BigInt(a.amount_micro) > BigInt(b.amount_micro) ? -1 : 1))
    .slice(0, WORKS_PICTURED)
  page.bars(
    largest.map((work) => ({
      label: work.title,
      amount: formatCents(microToCentsFloor(BigInt(work.amount_micro)), locale),
      share: shareOf(BigInt(work.amount_micro), whole),
      colour: COLOURS.artists,
    }))
  )
}

function writeWorks(page: PdfPage, statement: PayeeStatement, context: PdfContext) {
  const { t, locale } = context
  page.heading(t('royalties.statement.works'))
  page.table(
    [
      { width: 0.24, head: t('royalties.work') },
      { width: 0.28, head: t('royalties.uses') },
      { width: 0.12, head: t('royalties.statement.listeners'), number: true },
      { width: 0.12, head: t('royalties.statement.share'), number: true },
      { width: 0.24, head: t('royalties.statement.yours'), number: true },
    ],
    statement.works.map((work) => [
      context.isrcs[work.work_id]
        ? `${work.title}\nISRC ${context.isrcs[work.work_id]}`
        : work.title,
      unitsText(work.units, context),
      work.listeners ?? t('royalties.statement.few_listeners'),
      percent(work.basis_points, locale),
      formatMicro(work.amount_micro, locale),
    ])
  )
  page.paragraph(t('royalties.statement.why_work'))
  page.paragraph(
    t('royalties.statement.by_pro_rata', {
      amount: formatMicro(statement.totals.by_pro_rata_micro, locale),
    })
  )
}

function writeAdjustments(page: PdfPage, { adjustments }: PayeeStatement, context: PdfContext) {
  const { t, locale } = context
  if (adjustments.length === 0) return
  page.heading(t('royalties.statement.adjustments'))
  page.table(
    [{ width: 0.75 }, { width: 0.25, number: true }],
    adjustments.map((line) => [
      `${adjustmentWords(line.reason, t)} (${t('royalties.statement.corrects', { what: corrected(line.corrects, locale) })})`,
      formatMicro(line.amount_micro, locale),
    ])
  )
}

/** The month of the payment that was taken back; a reader does not know a payment by its id. */
function corrected(what: string, locale: string): string {
  const period = what.slice(0, 7)
  return isPeriod(period) ? periodLabel(period, locale) : what
}

function writeBalance(page: PdfPage, statement: PayeeStatement, { t, locale }: PdfContext) {
  const { totals, policy } = statement
  const micro = (key: string, value: string) => [
    t(`royalties.statement.${key}`),
    formatMicro(value, locale),
  ]
  page.heading(t('royalties.statement.balance'))
  page.table(
    [{ width: 0.75 }, { width: 0.25, number: true }],
    [
      micro('opening', totals.opening_micro),
      micro('lines', totals.lines_micro),
      micro('adjustments', totals.adjustments_micro),
      [t('royalties.statement.payout'), formatCents(-BigInt(totals.payout_cents), locale)],
      micro('closing', totals.closing_micro),
    ]
  )
  const threshold = formatCents(policy.payout_threshold_cents, locale)
  page.paragraph(t(`royalties.statement.why_${statement.payout}`, { threshold }))
  page.paragraph(t('royalties.statement.nothing_held'))
  if (!statement.payout_reference) return
  page.paragraph(t('royalties.document.reference', { reference: statement.payout_reference }))
}
