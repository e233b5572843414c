import i18nManager from '@adonisjs/i18n/services/main'
import type { DateTime } from 'luxon'
import Member from '#models/membership/member'
import MemberDetail from '#models/membership/member_detail'
import ShareMovement from '#models/shares/share_movement'
import type ShareTransfer from '#models/shares/share_transfer'
import { onOnePage, PdfPage } from '#services/documents/pdf_page'
import { acceptanceHash, orderStory } from '#services/shares/documents/transfer_story'
import type { TransferOrder } from '#services/shares/transfers/transfer_order'
import { groupedSiren } from '#services/statutes/legal_mention'
import { countryName } from '#values/countries'
import { dayInWords } from '#values/day'
import { formatCents } from '#values/money'

export type OrderWords = {
  t: (key: string, values?: Record<string, string | number>) => string
  day: (iso: string) => string
  moment: (at: DateTime) => string
}
type Rows = [label: string, value: string | null | undefined][]
type SideRows = TransferOrder['giver'] & { address?: string }

const COLUMNS = [{ width: 0.36 }, { width: 0.64 }]

/**
 * The order of a transfer on paper, with what became of it: who gives, who takes, what, for which
 * price, how each side agreed, the decision, the movement. The office's copy names addresses and the
 * whole evidence; the sides' copies keep what is the other's own. Null for what came with an
 * existing register.
 */
export async function transferOrderPdf(
  transfer: ShareTransfer,
  { addresses = false } = {}
): Promise<Buffer | null> {
  if (!transfer.orderText) return null
  const order = transfer.orderText as unknown as TransferOrder
  const { fromMemberId, toMemberId } = transfer
  const paper: Paper = {
    order,
    transfer,
    words: wordsIn(order.locale),
    giver: await sideOf(order.giver, fromMemberId, { addresses, order }),
    taker: await sideOf(order.taker, toMemberId, { addresses, order }),
    movement: await movementOf(transfer),
    whole: addresses,
  }
  const page = onOnePage((dense) => draw(paper, { dense }))
  return (page.pages === 1 ? page : draw(paper, { breaks: true })).bytes()
}

type Paper = {
  order: TransferOrder
  transfer: ShareTransfer
  words: OrderWords
  giver: Partial<SideRows>
  taker: Partial<SideRows>
  movement: ShareMovement | null
  whole: boolean
}

/** With a break, the order stands on one page and what became of it on the next. */
function draw(paper: Paper, how: { dense?: boolean; breaks?: boolean }): PdfPage {
  const { order, transfer } = paper
  const { t, day } = paper.words
  const page = new PdfPage({
    title: `${t('title')} ${order.reference}`,
    locale: order.locale,
    date: transfer.requestedAt.toJSDate(),
    footer: order.cooperative.legal_mention,
    pageWord: (number, count) => t('page', { number, count }),
    dense: how.dense,
  })
  page.header(
    order.cooperative.name,
    t('title'),
    t('below', { reference: order.reference, day: day(order.dated) })
  )
  for (const side of ['giver', 'taker'] as const) {
    page.heading(t(side))
    write(page, sideRows(paper[side], t))
  }
  page.heading(t('movement'))
  write(page, movementRows(order, t))
  if (order.declarations.length > 0) page.heading(t('declares'))
  for (const sentence of order.declarations) page.paragraph(`– ${sentence}`)
  if (how.breaks) page.newPage()
  return drawStory(page, paper)
}

/** How each side signed, the decision, and the hashes that hold it all together. */
function drawStory(page: PdfPage, { order, transfer, words, movement, whole }: Paper): PdfPage {
  const { t } = words
  for (const { title, lines } of orderStory(transfer, movement, { words, whole })) {
    page.heading(title)
    for (const line of lines) page.paragraph(line)
  }
  page.heading(t('hashes'))
  if ('erased' in order) page.paragraph(t('erased'))
  page.fingerprint(t('order_hash'), transfer.orderSha256!)
  const accepted = acceptanceHash(transfer)
  if (accepted) page.fingerprint(t('acceptance_hash'), accepted)
  page.fingerprint(t('statutes_hash'), order.statutes.body_sha256)
  if (movement) {
    const { number, hash } = movement
    page.fingerprint(t('movement_hash', { number: String(number) }), hash.toString('hex'))
  }
  return page
}

function wordsIn(locale: 'fr' | 'en'): OrderWords {
  const i18n = i18nManager.locale(locale)
  return {
    t: (key, values) => i18n.t(`shares.order.${key}`, values),
    day: (iso) => dayInWords(iso, locale),
    moment: (at) =>
      at.setZone('Europe/Paris').setLocale(locale).toFormat("d LLLL yyyy, HH:mm:ss 'UTC'ZZ"),
  }
}

const write = (page: PdfPage, rows: Rows) =>
  page.table(
    COLUMNS,
    rows.flatMap(([label, value]) => (value ? [[label, value]] : []))
  )

/** As it was signed; whoever's details were erased since stands there under their number. */
async function sideOf(
  signed: Partial<TransferOrder['giver']>,
  memberId: string,
  { addresses, order }: { addresses: boolean; order: TransferOrder }
): Promise<Partial<SideRows>> {
  if (!signed.name) {
    const { displayName } = await Member.findOrFail(memberId)
    return { name: displayName }
  }
  if (!addresses) return signed
  const details = await MemberDetail.query()
    .where('memberId', memberId)
    .where('validFrom', '<=', order.dated)
    .orderBy('version', 'desc')
    .first()
  if (!details?.street) return signed
  const town = `${details.postcode} ${details.city}`
  const address = [details.street, town, countryName(details.country, order.locale)].join(', ')
  return { ...signed, address }
}

function sideRows(side: Partial<SideRows>, t: OrderWords['t']): Rows {
  const name = side.name ?? ''
  return [
    [t('name'), side.number ? t('member', { name, number: side.number }) : name],
    [t('legal_form'), side.legal_form],
    ['SIREN', side.siren && groupedSiren(side.siren)],
    [t('representative'), side.representative],
    [t('address'), side.address],
  ]
}

function movementRows(
  { cooperative, transfer, statutes, locale }: TransferOrder,
  t: OrderWords['t']
): Rows {
  const money = (cents: string) => formatCents(cents, locale)
  const { price_cents: price } = transfer
  const said = price === null ? t('price_unsaid') : price === '0' ? t('price_none') : money(price)
  return [
    [t('issuer'), cooperative.legal_mention],
    [t('nature'), t('nature_text')],
    [t('shares'), String(transfer.shares)],
    [t('nominal'), money(transfer.nominal_cents)],
    [t('amount'), t('amount_text', { amount: money(transfer.amount_cents) })],
    [t('price'), said],
    [t('reason'), transfer.reason],
    [t('statutes'), t('version', { version: statutes.version, label: statutes.label })],
  ]
}

function movementOf(transfer: ShareTransfer): Promise<ShareMovement | null> {
  return ShareMovement.query().where({ transferId: transfer.id, type: 'transfer' }).first()
}
