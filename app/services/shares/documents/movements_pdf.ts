import { PdfPage } from '#services/documents/pdf_page'
import { dayText, type PaperContext } from '#services/shares/documents/pdf_context'
import { PRINTED_LINES_MAX } from '#services/shares/documents/register_pdf'
import { movementAddresses } from '#services/shares/queries/movement_addresses'
import {
  streamMovements,
  type MovementFilter,
  type MovementLine,
} from '#services/shares/queries/movements_page'
import { formatCents } from '#values/money'

/** The register of movements on paper, oldest first; null when it is too long to be printed. */
export async function movementsPdf(
  filter: MovementFilter,
  context: PaperContext
): Promise<Buffer | null> {
  const { t, locale, today } = context
  const rows: string[][] = []
  let last: MovementLine | undefined
  for await (const movements of streamMovements(filter)) {
    if (rows.length + movements.length > PRINTED_LINES_MAX) return null
    const addresses = await movementAddresses(movements)
    for (const one of movements) rows.push(rowOf(one, addresses, context))
    last = movements.at(-1)
  }
  const title = t('shares.movements.title')
  const page = new PdfPage({
    title,
    locale,
    date: new Date(`${today}T12:00:00Z`),
    footer: context.footer,
    pageWord: (number, count) => t('shares.document.page', { number, count }),
  })
  page.header(
    context.house,
    title,
    t('shares.document.movements_below', { count: rows.length, day: dayText(today, locale) })
  )
  page.table(
    [
      { width: 0.06, head: t('shares.movements.number') },
      { width: 0.13, head: t('shares.movements.day') },
      { width: 0.4, head: t('shares.movements.what') },
      { width: 0.14, head: t('shares.movements.shares'), number: true },
      { width: 0.12, head: t('shares.movements.amount'), number: true },
      { width: 0.15, head: t('shares.movements.hash'), number: true },
    ],
    rows
  )
  if (last) page.fingerprint(t('shares.document.last_hash', { number: last.number }), last.hash)
  return page.bytes()
}

/** The law's columns: day, old and new holder with their addresses, nominal value and number. */
function rowOf(
  one: MovementLine,
  addresses: ReadonlyMap<string, string>,
  { t, locale }: PaperContext
): string[] {
  const name = (side: MovementLine['from']) =>
    side && [
      side.number
        ? t('shares.movements.holder', { name: side.name, number: side.number })
        : side.name,
      addresses.get(`${one.number} ${side.id}`),
    ]
  const holders = [name(one.from), name(one.to)].flatMap((side) =>
    side ? [side.filter(Boolean).join('\n')] : []
  )
  const people = [...new Set(holders)].join('\n→ ')
  const about = one.corrects ? t('shares.movements.corrects', { number: one.corrects }) : null
  return [
    one.number,
    dayText(one.effectiveOn, locale, 'short'),
    [t(`shares.movement.types.${one.type}`), people, about].filter(Boolean).join('\n'),
    one.shares ? `${one.shares} × ${formatCents(one.nominalCents, locale)}` : '',
    formatCents(one.shares ? one.amountCents : one.paidCents, locale),
    `${one.hash.slice(0, 12)}…`,
  ]
}
