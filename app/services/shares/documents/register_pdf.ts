import { PdfPage } from '#services/documents/pdf_page'
import { dayText, type PaperContext } from '#services/shares/documents/pdf_context'
import { lastMovementOf } from '#services/shares/queries/last_movement'
import { streamRegister } from '#services/shares/queries/stream_register'
import { formatCents } from '#values/money'

/** Beyond this a register is not read on paper: its CSV is. */
export const PRINTED_LINES_MAX = 5_000

type Totals = { members: number; shares: number; subscribed: bigint; paid: bigint; leaving: bigint }

/**
 * The register of a day on paper, with the last movement that it contains and its hash, so that it
 * can be held against the chain; null when it is too long to be printed.
 */
export async function registerPdf(day: string, context: PaperContext): Promise<Buffer | null> {
  const { t, locale } = context
  const money = (cents: bigint) => formatCents(cents, locale)
  const rows: string[][] = []
  const totals: Totals = { members: 0, shares: 0, subscribed: 0n, paid: 0n, leaving: 0n }
  const last = await lastMovementOf(day)
  for await (const entries of streamRegister(day, { upToNumber: last?.number })) {
    if (rows.length + entries.length > PRINTED_LINES_MAX) return null
    for (const entry of entries) {
      totals.members += 1
      totals.shares += entry.shares
      totals.subscribed += entry.subscribedCents + entry.leavingSubscribedCents
      totals.paid += entry.paidCents + entry.leavingPaidCents
      totals.leaving += entry.leavingSubscribedCents
      rows.push([
        String(entry.number ?? ''),
        `${entry.name}\n${entry.street}, ${entry.postcode} ${entry.city}`,
        entry.joinedOn ? dayText(entry.joinedOn, locale, 'short') : '',
        entry.leavingShares > 0
          ? `${entry.shares}\n${t('shares.document.leaving', { shares: entry.leavingShares })}`
          : String(entry.shares),
        money(entry.subscribedCents),
        money(entry.paidCents),
      ])
    }
  }
  const page = new PdfPage({
    title: t('shares.register.title', { day: dayText(day, locale) }),
    locale,
    date: new Date(`${day}T12:00:00Z`),
    footer: context.footer,
    pageWord: (number, count) => t('shares.document.page', { number, count }),
  })
  page.header(
    context.house,
    t('shares.register.title', { day: dayText(day, locale) }),
    t('shares.document.register_below', { members: totals.members, shares: totals.shares })
  )
  page.table(
    [
      { width: 0.06, head: t('shares.register.number') },
      { width: 0.36, head: t('shares.register.name') },
      { width: 0.14, head: t('shares.register.joined') },
      { width: 0.18, head: t('shares.register.shares'), number: true },
      { width: 0.13, head: t('shares.register.subscribed'), number: true },
      { width: 0.13, head: t('shares.register.paid'), number: true },
    ],
    rows
  )
  page.heading(t('shares.document.totals'))
  page.table(
    [{ width: 0.7 }, { width: 0.3, number: true }],
    [
      [t('shares.capital.subscribed'), money(totals.subscribed)],
      [t('shares.capital.paid'), money(totals.paid)],
      [t('shares.document.of_which_leaving'), money(totals.leaving)],
    ]
  )
  if (last) {
    page.heading(t('shares.document.check'))
    page.paragraph(t('shares.document.check_text', { number: String(last.number) }))
    page.fingerprint(t('shares.document.last_hash', { number: String(last.number) }), last.hash)
  }
  return page.bytes()
}
