import { centsToMicro, sum } from '~/lib/amounts'
import { largest, type Flow, type FlowLink, type FlowNode } from '~/lib/money_flow'
import type { MonthTotals, PublicReport, SubscriberStatement } from '~/lib/shapes'

type Translate = (key: string, values?: Record<string, string | number>) => string
type Locale = 'fr' | 'en'

const ARTISTS_SHOWN = 5

/** Amounts of works added up by artist, largest first. */
export function byArtist<Work extends { artist: string; amount_micro: string }>(works: Work[]) {
  const groups = new Map<string, Work[]>()
  for (const work of works) groups.set(work.artist, [...(groups.get(work.artist) ?? []), work])
  const artists = [...groups].map(([artist, own]) => ({
    artist,
    works: own,
    amountMicro: sum(own.map((work) => work.amount_micro)).toString(),
  }))
  return largest(artists, artists.length).kept
}

class Drawing {
  nodes: FlowNode[] = []
  links: FlowLink[] = []

  node(id: string, label: string, colour: FlowNode['colour']) {
    this.nodes.push({ id, label, colour })
    return this
  }

  to(from: string, id: string, label: string, colour: FlowNode['colour'], amount: string | bigint) {
    this.nodes.push({ id, label, colour })
    this.links.push({ from, to: id, amountMicro: amount.toString() })
    return this
  }
}

type Sums = Pick<
  MonthTotals,
  | 'gross_cents'
  | 'vat_cents'
  | 'payment_fees_cents'
  | 'fee_shortfall_cents'
  | 'artists_micro'
  | 'contributions_micro'
  | 'operations_micro'
  | 'carried_in_micro'
  | 'carried_out_micro'
>

/** What every flow begins with: VAT and payment costs leave, the three keys share the rest. */
function begin(drawing: Drawing, totals: Sums, source: string, t: Translate) {
  const fees = centsToMicro(totals.payment_fees_cents) - centsToMicro(totals.fee_shortfall_cents)
  return drawing
    .node('source', source, 'source')
    .node('carried_in', t('royalties.flow.carried_in'), 'waiting')
    .to('source', 'vat', t('royalties.flow.vat'), 'vat', centsToMicro(totals.vat_cents))
    .to('source', 'fees', t('royalties.flow.fees'), 'fees', fees > 0n ? fees : 0n)
    .to('source', 'artists', t('royalties.flow.artists'), 'artists', totals.artists_micro)
    .to('source', 'causes', t('royalties.flow.causes'), 'causes', totals.contributions_micro)
    .to('source', 'costs', t('royalties.flow.costs'), 'costs', totals.operations_micro)
}

function carriedIn(drawing: Drawing, totals: Sums) {
  drawing.links.push({ from: 'carried_in', to: 'artists', amountMicro: totals.carried_in_micro })
}

type Line = { id: string; label: string; amountMicro: string }

function spread(drawing: Drawing, from: string, colour: FlowNode['colour'], lines: Line[]) {
  for (const line of lines) drawing.to(from, line.id, line.label, colour, line.amountMicro)
}

/** One person's month, from the fee down to each artist. */
export function flowOfStatement(
  statement: SubscriberStatement,
  t: Translate,
  locale: Locale
): Flow {
  const { totals } = statement
  const drawing = begin(new Drawing(), totals, t('royalties.flow.your_fee'), t)
  carriedIn(drawing, totals)
  const artists = byArtist(statement.works)
  const shown = largest(artists, ARTISTS_SHOWN)
  spread(drawing, 'artists', 'artists', [
    ...shown.kept.map((line) => ({ id: `a:${line.artist}`, label: line.artist, ...line })),
    {
      id: 'a:others',
      label: t('royalties.flow.others', { count: shown.others }),
      amountMicro: shown.othersMicro,
    },
  ])
  drawing
    .to('artists', 'carried', t('royalties.flow.carried_out'), 'waiting', totals.carried_out_micro)
    .to('artists', 'pooled', t('royalties.flow.pooled'), 'artists', totals.pooled_micro)
  spread(
    drawing,
    'causes',
    'causes',
    statement.causes.map((cause) => ({
      id: `c:${cause.cause_id}`,
      label: cause.name,
      amountMicro: cause.amount_micro,
    }))
  )
  spread(
    drawing,
    'costs',
    'costs',
    statement.operations.map((line, index) => ({
      id: `o:${index}`,
      label: locale === 'en' ? line.label_en : line.label_fr,
      amountMicro: line.amount_micro,
    }))
  )
  return { nodes: drawing.nodes, links: drawing.links }
}

/** A month of everybody, as far as it is public. */
export function flowOfMonth(report: PublicReport, t: Translate, locale: Locale): Flow {
  const { totals } = report
  const drawing = begin(new Drawing(), totals, t('royalties.flow.all_fees'), t)
  carriedIn(drawing, totals)
  drawing
    .to('artists', 'lines', t('royalties.flow.rights_holders'), 'artists', totals.payee_lines_micro)
    .to('artists', 'suspense', t('royalties.flow.suspense'), 'waiting', totals.suspense_micro)
    .to('artists', 'carried', t('royalties.flow.carried_out'), 'waiting', totals.carried_out_micro)
  spread(
    drawing,
    'causes',
    'causes',
    report.contribution_lines.map((cause) => ({
      id: `c:${cause.cause_id}`,
      label: cause.name,
      amountMicro: cause.amount_micro,
    }))
  )
  spread(
    drawing,
    'costs',
    'costs',
    report.cost_lines.map((line, index) => ({
      id: `o:${index}`,
      label: locale === 'en' ? line.label_en : line.label_fr,
      amountMicro: line.amount_micro,
    }))
  )
  return { nodes: drawing.nodes, links: drawing.links }
}

/** The 8 € of the home page, by the keys in force: only the first split is certain. */
export function flowOfKeys(
  example: {
    grossCents: string
    vatCents: string
    feeCents: string
    keys: { artists: string; contributions: string; operations: string }
  },
  t: Translate
): Flow {
  const net =
    centsToMicro(example.grossCents) -
    centsToMicro(example.vatCents) -
    centsToMicro(example.feeCents)
  const part = (key: string) => ((net * BigInt(key)) / 10_000n).toString()
  const totals: Sums = {
    gross_cents: example.grossCents,
    vat_cents: example.vatCents,
    payment_fees_cents: example.feeCents,
    fee_shortfall_cents: '0',
    artists_micro: part(example.keys.artists),
    contributions_micro: part(example.keys.contributions),
    operations_micro: part(example.keys.operations),
    carried_in_micro: '0',
    carried_out_micro: '0',
  }
  const { nodes, links } = begin(new Drawing(), totals, t('royalties.flow.a_fee'), t)
  return { nodes, links }
}
