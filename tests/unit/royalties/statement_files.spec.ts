import { test } from '@japa/runner'
import { extractLinks, getDocumentProxy } from 'unpdf'
import { readFileSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'
import { statementCsv } from '#services/royalties/documents/statement_csv'
import { pdfWords } from '#tests/support/pdf_words'
import { reversalReason } from '#values/adjustment_reason'
import { statementPdf } from '#services/royalties/documents/statement_pdf'
import type { PayeeStatement, SubscriberStatement } from '#services/royalties/statements/documents'

const POLICY = {
  resolution_id: 'ag-2026-3',
  resolution_title: 'Clés de répartition',
  adopted_on: '2026-06-20',
  keys: { artists: '7000', contributions: '1500', operations: '1500' },
  weights: { listening: '1', download: '10' },
  payout_threshold_cents: '500',
  carry_months: '3',
}
const HEAD = { format: 1, period: '2026-10', revision: 1, rule_version: 1, policy: POLICY } as const

/** TV2 of rules-platform 3.3: 8,00 € are 6,67 € net. */
const SUBSCRIBER: SubscriberStatement = {
  ...HEAD,
  kind: 'subscriber',
  subscriber_id: '0f8fad5b-d9cb-469f-a165-70867728950e',
  payments: [
    {
      contribution_id: 'c1',
      settled_on: '2026-10-05',
      gross_cents: '800',
      vat_rate_bp: '2000',
      vat_cents: '133',
      payment_fee_cents: '0',
      net_cents: '667',
    },
  ],
  totals: {
    gross_cents: '800',
    vat_cents: '133',
    payment_fees_cents: '0',
    fee_shortfall_cents: '0',
    net_cents: '667',
    artists_micro: '4669000',
    contributions_micro: '1000500',
    operations_micro: '1000500',
    carried_in_micro: '0',
    carried_out_micro: '0',
    pooled_micro: '0',
  },
  carried_out_months: '0',
  works: [
    {
      work_id: 'w1',
      title: '=Éclipse, "la" nuit',
      artist: 'Zoé',
      units: { server: { listening: '2', download: '1' } },
      weight: '12',
      amount_micro: '4669000',
    },
  ],
  causes_chosen_by: 'vote',
  causes: [
    { cause_id: 'framasoft', name: 'Framasoft', basis_points: '10000', amount_micro: '1000500' },
  ],
  operations: [
    { label_fr: 'Serveurs', label_en: 'Servers', basis_points: '10000', amount_micro: '1000500' },
  ],
  by_pro_rata: { to_these_works_micro: '1', elsewhere_micro: '4668999' },
}

const PAYEE: PayeeStatement = {
  ...HEAD,
  kind: 'payee',
  payee_id: 'p1',
  payee_name: 'Ондес',
  works: Array.from({ length: 80 }, (_, index) => ({
    work_id: `w${index}`,
    title: `Marée ${index}`,
    artist: 'Ondes',
    basis_points: '3333',
    units: { announce: { listening: '0', download: '7' } },
    listeners: index % 2 ? null : '12',
    work_amount_micro: '2000000',
    amount_micro: '1000000',
    by_pro_rata_micro: '1000001',
  })),
  adjustments: [{ amount_micro: '-500000', corrects: 'c9', reason: 'Prélèvement rejeté' }],
  totals: {
    opening_micro: '10',
    lines_micro: '80000000',
    adjustments_micro: '-500000',
    balance_micro: '79500010',
    payout_cents: '7950',
    closing_micro: '10',
    by_pro_rata_micro: '80000080',
  },
  payout: 'due',
  payout_reference: 'PEERFY 2026-10 r1 p1',
}

/** The house's own texts, as the server shows them; a text that is missing fails. */
function texts(locale: 'fr' | 'en') {
  const royalties = JSON.parse(
    readFileSync(
      new URL(`../../../resources/lang/${locale}/royalties.json`, import.meta.url),
      'utf8'
    )
  )
  return (key: string, values: Record<string, string | number> = {}) => {
    let text: any = { royalties }
    for (const part of key.split('.')) text = text?.[part]
    if (typeof text !== 'string') throw new Error(`no text for ${key}`)
    return String(new IntlMessageFormat(text, locale).format(values))
  }
}

const VERIFY = 'https://peerfy.test/verify#period=2026-10&statement=abab'

function context(locale: 'fr' | 'en') {
  return {
    locale,
    t: texts(locale),
    mention: 'P2P’Legal, SCIC SAS à capital variable',
    sha256: 'ab'.repeat(32),
    verifyAddress: VERIFY,
    isrcs: { w3: 'FRAB12600001' },
    publishedOn: null,
    registry: null,
  }
}

test.group('a statement as a file', () => {
  test('P20 the same statement gives the same bytes of PDF, in each language', async ({
    assert,
  }) => {
    for (const statement of [SUBSCRIBER, PAYEE]) {
      for (const locale of ['fr', 'en'] as const) {
        const one = await statementPdf(statement, context(locale))
        const other = await statementPdf(statement, context(locale))
        assert.isTrue(one.equals(other))
        assert.isBelow(one.length, 60_000)
      }
    }
  })

  test('P20 the PDF says what the page says, down to the micro-euro and the hash', async ({
    assert,
  }) => {
    const french = await pdfWords(await statementPdf(SUBSCRIBER, context('fr')))
    assert.include(french, 'Où sont allés vos 8,00')
    assert.include(french, '4,669000')
    assert.include(french, 'Framasoft')
    assert.include(french, 'encaissée le 5 octobre 2026')
    assert.match(french, /adoptée\s+le\s+20\s+juin\s+2026/)
    assert.include(french, 'SCIC SAS à capital variable')
    assert.include(french, 'ab'.repeat(32))
    const english = await pdfWords(await statementPdf(SUBSCRIBER, context('en')))
    assert.include(english, 'Servers')
    assert.notInclude(english, 'Serveurs')
  })

  test('a long statement goes on over numbered pages; names are printed in their own letters', async ({
    assert,
  }) => {
    const words = await pdfWords(await statementPdf(PAYEE, context('fr')))
    assert.include(words, 'Marée 79')
    assert.include(words, '-79,50', 'what left the balance is a minus')
    assert.match(words, /\b2 sur \d+/)
    assert.include(words, 'PEERFY 2026-10 r1 p1')
    assert.include(words, 'Ондес')
  })

  test('P20 the PDF of a payee names the recording, says what is held back, and leads to the verifier', async ({
    assert,
  }) => {
    const pdf = await statementPdf(PAYEE, context('fr'))
    const words = await pdfWords(pdf)
    assert.match(words, /Marée 3\s+ISRC FRAB12600001/)
    assert.equal(words.match(/ISRC/g)!.length, 1)
    assert.include(words, 'ne retenons rien à la source')
    assert.include(words.replaceAll('\n', ''), VERIFY)
    const { links } = await extractLinks(await getDocumentProxy(new Uint8Array(pdf)))
    assert.deepEqual(links, [VERIFY])
  })

  test('P15 the PDF says an adjustment in the reader’s language, and its month in words', async ({
    assert,
  }) => {
    const reason = reversalReason('rejet')
    const adjustments = [{ amount_micro: '-500000', corrects: '2026-09:c9', reason }]
    const pdf = await statementPdf({ ...PAYEE, adjustments }, context('en'))
    const words = (await pdfWords(pdf)).replaceAll('\n', ' ')
    assert.include(words, 'Payment reversed: rejet (corrects September 2026)')
  })

  test('P20 the CSV has a line for every figure, and no formula for a spreadsheet', ({
    assert,
  }) => {
    const lines = statementCsv(SUBSCRIBER, { w1: 'FRXX12600001' }).split('\r\n')
    assert.equal(
      lines[0],
      'period,section,id,label,artist,isrc,share_basis_points,server_units,player_units,announce_units,amount_eur'
    )
    assert.include(lines, '2026-10,total,,net,,,,,,,6.67')
    assert.include(
      lines,
      '2026-10,work,w1,"\'=Éclipse, ""la"" nuit",Zoé,FRXX12600001,,3,0,0,4.669000'
    )
    assert.include(lines, '2026-10,cause,framasoft,Framasoft,,,10000,,,,1.000500')
    const payee = statementCsv(PAYEE, {})
    assert.include(payee, '2026-10,adjustment,c9,Prélèvement rejeté,,,,,,,-0.500000')
    assert.include(payee, '2026-10,total,,payout,,,,,,,79.50')
  })
})
