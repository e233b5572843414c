import { COLOURS, type PdfPage } from '#services/documents/pdf_page'
import { percent, shareOf, unitsText, type PdfContext } from '#services/royalties/documents/words'
import type { SubscriberStatement } from '#services/royalties/statements/documents'
import { dayInWords } from '#values/day'
import { centsToMicro, formatCents, formatMicro, microToCentsFloor } from '#values/money'

/** Where one person's fee went: the picture, then the lines down to each artist. */
export function writeSubscriber(
  page: PdfPage,
  statement: SubscriberStatement,
  context: PdfContext
): void {
  writePicture(page, statement, context)
  writeArtists(page, statement, context)
  writeFee(page, statement, context)
  writeParts(page, statement, context)
}

function writePicture(page: PdfPage, { totals }: SubscriberStatement, { t, locale }: PdfContext) {
  const whole = centsToMicro(BigInt(totals.gross_cents))
  const part = (key: string, micro: bigint, colour: string) => ({
    label: t(`royalties.flow.${key}`),
    amount: formatCents(microToCentsFloor(micro), locale),
    share: shareOf(micro, whole),
    colour,
  })
  page.bars([
    part('artists', BigInt(totals.artists_micro), COLOURS.artists),
    part('causes', BigInt(totals.contributions_micro), COLOURS.causes),
    part('costs', BigInt(totals.operations_micro), COLOURS.costs),
    part('vat', centsToMicro(BigInt(totals.vat_cents)), COLOURS.vat),
    part('fees', centsToMicro(BigInt(totals.payment_fees_cents)), COLOURS.fees),
  ])
}

function writeArtists(page: PdfPage, statement: SubscriberStatement, context: PdfContext) {
  const { t, locale } = context
  page.heading(t('royalties.month.artists'))
  const works = statement.works.toSorted(
    (a, b) => a.artist.localeCompare(b.artist, locale) || a.title.localeCompare(b.title, locale)
  )
  if (works.length === 0) {
    page.paragraph(t('royalties.month.no_use', { months: statement.policy.carry_months }))
  } else {
    page.table(
      [
        { width: 0.24, head: t('royalties.artist') },
        { width: 0.24, head: t('royalties.work') },
        { width: 0.34, head: t('royalties.uses') },
        { width: 0.18, head: t('royalties.amount'), number: true },
      ],
      works.map((work) => [
        work.artist,
        work.title,
        unitsText(work.units, context),
        formatMicro(work.amount_micro, locale),
      ])
    )
    page.paragraph(
      t('royalties.month.pro_rata', {
        stays: formatMicro(statement.by_pro_rata.to_these_works_micro, locale),
        leaves: formatMicro(statement.by_pro_rata.elsewhere_micro, locale),
      })
    )
  }
  for (const name of ['carried_in', 'carried_out', 'pooled'] as const) {
    const micro = statement.totals[`${name}_micro`]
    if (micro === '0') continue
    page.paragraph(`${t(`royalties.month.${name}`)} ${formatMicro(micro, locale)}`)
  }
}

function writeFee(
  page: PdfPage,
  { totals, payments, policy }: SubscriberStatement,
  context: PdfContext
) {
  const { t, locale } = context
  const cents = (value: string) => formatCents(value, locale)
  page.heading(t('royalties.month.fee'))
  const rows = [
    ...payments.map((payment) => [
      t('royalties.document.settled', { on: dayInWords(payment.settled_on, locale) }),
      cents(payment.gross_cents),
    ]),
    [t('royalties.flow.vat'), cents(taken(totals.vat_cents))],
    [t('royalties.flow.fees'), cents(taken(totals.payment_fees_cents))],
    [t('royalties.document.net'), cents(totals.net_cents)],
    [
      `${t('royalties.flow.artists')} (${percent(policy.keys.artists, locale)})`,
      formatMicro(totals.artists_micro, locale),
    ],
    [
      `${t('royalties.flow.causes')} (${percent(policy.keys.contributions, locale)})`,
      formatMicro(totals.contributions_micro, locale),
    ],
    [
      `${t('royalties.flow.costs')} (${percent(policy.keys.operations, locale)})`,
      formatMicro(totals.operations_micro, locale),
    ],
  ]
  page.table([{ width: 0.75 }, { width: 0.25, number: true }], rows)
}

function writeParts(page: PdfPage, statement: SubscriberStatement, { t, locale }: PdfContext) {
  const columns = [{ width: 0.6 }, { width: 0.15, number: true }, { width: 0.25, number: true }]
  page.heading(t('royalties.month.causes'))
  page.paragraph(t(`royalties.month.causes_by_${statement.causes_chosen_by}`))
  page.table(
    columns,
    statement.causes.map((cause) => [
      cause.name,
      percent(cause.basis_points, locale),
      formatMicro(cause.amount_micro, locale),
    ])
  )
  page.heading(t('royalties.month.costs'))
  page.table(
    columns,
    statement.operations.map((cost) => [
      locale === 'en' ? cost.label_en : cost.label_fr,
      percent(cost.basis_points, locale),
      formatMicro(cost.amount_micro, locale),
    ])
  )
}

/** What leaves the fee stands with a minus. */
const taken = (cents: string) => (-BigInt(cents)).toString()
