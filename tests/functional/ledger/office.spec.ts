import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { FEC_FIELDS, writeFec } from '#services/ledger/fec'
import {
  postEntry,
  type EntryDraft,
  type EntryLine,
  type Journal,
} from '#services/ledger/post_entry'
import { auxiliaryNames } from '#services/ledger_auxiliaries'
import { givenAccount } from '#tests/support/accounts'
import { deskOf, givenDesk, isRefused, withClock } from '#tests/support/desk'
import { createPayee, createSubscriber, emptyMonths, settlePaymentRow } from '#tests/support/months'
import { adoptTestStatutes, emptyCooperative } from '#tests/support/statutes'
import { FixedClock } from '#values/clock'

const ROOT = '/ledger/office'
const clock = new FixedClock('2026-10-20')

type Posted = { journal: Journal; date: string; piece: string; lines: EntryLine[]; at?: string }

async function post({ journal, date, piece, lines, at = date }: Posted) {
  const entry: EntryDraft = {
    journal,
    date,
    pieceReference: piece,
    label: `Essai\t${piece}`,
    lines,
    postedBy: 'test',
    postedAt: new FixedClock(at).now(),
  }
  return (await db.transaction((trx) => postEntry(entry, trx)))!
}

const sale = (cents: bigint): EntryLine[] => [
  { account: '512', debitCents: cents },
  { account: '706', creditCents: cents },
]

type FecLine = Record<(typeof FEC_FIELDS)[number], string>

/** A validator of our own: what the tax office's own program refuses first (A08). */
function readFec(text: string): FecLine[] {
  const [head, ...rows] = text.split('\r\n').slice(0, -1)
  if (head !== FEC_FIELDS.join('\t')) throw new Error(`head: ${head}`)
  const lines = rows.map((row) => {
    const fields = row.split('\t')
    if (fields.length !== 18) throw new Error(`${fields.length} fields: ${row}`)
    return Object.fromEntries(FEC_FIELDS.map((name, index) => [name, fields[index]])) as FecLine
  })
  const sums = new Map<string, bigint>()
  const numbers = new Map<string, number>()
  let validated = ''
  for (const line of lines) {
    for (const day of [line.EcritureDate, line.PieceDate, line.ValidDate]) {
      if (!/^\d{8}$/.test(day)) throw new Error(`not a day: ${day}`)
    }
    for (const amount of [line.Debit, line.Credit]) {
      if (!/^\d+,\d{2}$/.test(amount)) throw new Error(`not an amount: ${amount}`)
    }
    const { JournalCode: journal, EcritureNum: number } = line
    if (journal !== 'AN') {
      if (line.ValidDate < validated) throw new Error(`${number} is out of order`)
      validated = line.ValidDate
    } else if (validated) throw new Error('opening balances come first')
    const place = Number(number.slice(journal.length))
    const last = numbers.get(journal) ?? 0
    if (place !== last && place !== last + 1) throw new Error(`${number} after ${last}`)
    numbers.set(journal, place)
    const cents = (amount: string) => BigInt(amount.replace(',', ''))
    const sum = (sums.get(number) ?? 0n) + cents(line.Debit) - cents(line.Credit)
    sums.set(number, sum)
  }
  for (const [number, sum] of sums) if (sum !== 0n) throw new Error(`${number} is not balanced`)
  return lines
}

async function fecOf(to: string): Promise<FecLine[]> {
  const year = { from: `${to.slice(0, 4)}-01-01`, to }
  let text = ''
  for await (const piece of writeFec({ year, namesOf: auxiliaryNames })) text += piece
  return readFec(text)
}

test.group('Ledger | the office reads the accounts', (group) => {
  withClock(group, clock)
  group.each.setup(async () => {
    await emptyMonths()
    clock.moveTo('2026-10-20')
  })

  test('the balance of a day, the lines of an account, an entry, and their files', async ({
    client,
    assert,
  }) => {
    const subscriber = await createSubscriber(clock, '5')
    const payment = await settlePaymentRow(subscriber, '2026-10')
    await post({ journal: 'OD', date: '2026-10-19', piece: 'OD-plus-tard', lines: sale(1234n) })
    const desk = await givenDesk(client, ['treasurer'])
    const early = (await desk.page(`${ROOT}?day=2026-10-10`)).body().props
    assert.deepEqual(
      early.lines.map((line: any) => [line.code, line.debitCents, line.creditCents]),
      [
        ['411', '800', '800'],
        ['44571', '0', '133'],
        ['512', '775', '0'],
        ['627', '25', '0'],
        ['706', '0', '667'],
      ]
    )
    const account = (await desk.page(`${ROOT}/accounts/512`)).body().props
    assert.deepEqual(
      account.lines.map((line: any) => [line.pieceReference, line.debitCents]),
      [
        ['OD-plus-tard', '1234'],
        [`BQ-${payment}-settled`, '775'],
      ]
    )
    const found = (await desk.page(`${ROOT}/accounts/512?search=plus%20tard`)).body().props
    assert.lengthOf(found.lines, 0)
    const named = (await desk.page(`${ROOT}/accounts/512?search=OD-PLUS`)).body().props
    assert.equal(named.paging.total, 1)
    const { entry } = (await desk.page(`${ROOT}/entries/${account.lines[1].entryId}`)).body().props
    assert.equal(entry.pieceReference, `BQ-${payment}-settled`)
    assert.match(entry.lines.find((line: any) => line.auxiliary).auxiliary, /^Abonné [0-9a-f]{12}$/)
    const csv = await desk.file(`${ROOT}/balance.csv?day=2026-10-20`)
    assert.include(csv.text(), '\r\n512,Banque,20.09,0.00,20.09\r\n')
    const lines = await desk.file(`${ROOT}/accounts/512/lines.csv?search=OD-plus`)
    assert.deepEqual(lines.text().trim().split('\r\n').slice(1), [
      '2026-10-19,OD,1,OD-plus-tard,Essai\tOD-plus-tard,,12.34,0.00',
    ])
  })

  test('an account has pages, and what is not there is not found', async ({ client, assert }) => {
    for (let piece = 0; piece < 51; piece++) {
      await post({ journal: 'OD', date: '2026-10-01', piece: `OD-${piece}`, lines: sale(100n) })
    }
    const desk = await givenDesk(client, ['administrator'])
    const { lines, paging } = (await desk.page(`${ROOT}/accounts/706?page=2`)).body().props
    assert.deepEqual(paging, { page: 2, perPage: 50, total: 51 })
    assert.lengthOf(lines, 1)
    ;(await desk.page(`${ROOT}/accounts/999`)).assertStatus(404)
    ;(await desk.page(`${ROOT}/entries/00000000-0000-4000-8000-000000000000`)).assertStatus(404)
    const wrong = await desk.file(`${ROOT}?day=2026-13-01`).redirects(0)
    assert.notEqual(wrong.status(), 200)
  })

  test('only the treasurer and the administrators read it', async ({ client, assert }) => {
    const paths = ['', '/balance.csv', '/accounts/512', '/accounts/512/lines.csv']
    const refused = [
      await givenDesk(client, ['secretary']),
      await givenDesk(client, ['moderator']),
      deskOf(client, await givenAccount()),
    ]
    for (const path of [...paths, '/fec.txt?year_end=2026-12-31']) {
      for (const desk of refused) assert.isTrue(isRefused(await desk.page(`${ROOT}${path}`)), path)
      const anonymous = await client.get(`${ROOT}${path}`).redirects(0)
      assert.match(anonymous.header('location')!, /^\/identity\/sign-in/)
    }
  })

  test('A08 the FEC has the whole ledger of the year in order of validation, opening balances first', async ({
    assert,
  }) => {
    const payee = await createPayee('Zoé | "la" voix')
    await post({ journal: 'BQ', date: '2025-03-01', piece: 'BQ-2025', lines: sale(5000n) })
    await post({
      journal: 'RD',
      date: '2025-12-31',
      piece: 'RD-2025-12-r1',
      at: '2026-01-02',
      lines: [
        { account: '651', debitCents: 3000n },
        { account: '4671', auxiliary: payee, creditCents: 3000n },
      ],
    })
    await post({ journal: 'BQ', date: '2026-01-03', piece: 'BQ-2026', lines: sale(700n) })
    const first = await fecOf('2025-12-31')
    assert.deepEqual(
      first.map((line) => [line.EcritureNum, line.CompteNum, line.ValidDate]),
      [
        ['BQ1', '512', '20250301'],
        ['BQ1', '706', '20250301'],
        ['RD1', '651', '20260102'],
        ['RD1', '4671', '20260102'],
      ]
    )
    assert.equal(first[3].CompAuxLib, 'Zoé "la" voix')
    assert.match(first[3].CompAuxNum, /^B[0-9a-f]{12}$/)
    assert.equal(first[0].EcritureLib, 'Essai BQ-2025')
    const second = await fecOf('2026-12-31')
    assert.deepEqual(
      second.map((line) => [line.EcritureNum, line.CompteNum, line.Debit, line.Credit]),
      [
        // The year before earned 50 € and owes 30 €: 20 € of surplus.
        ['AN1', '120', '0,00', '20,00'],
        ['AN1', '4671', '0,00', '30,00'],
        ['AN1', '512', '50,00', '0,00'],
        // Numbered in the year, though the journal went on from the year before.
        ['BQ1', '512', '7,00', '0,00'],
        ['BQ1', '706', '0,00', '7,00'],
      ]
    )
  })

  test('A08 the file is named as the tax office asks, and is refused for a day that is none', async ({
    client,
    assert,
  }) => {
    await emptyCooperative()
    await adoptTestStatutes()
    await post({ journal: 'BQ', date: '2026-03-01', piece: 'BQ-2026', lines: sale(5000n) })
    const desk = await givenDesk(client, ['treasurer'])
    const answer = await desk.file(`${ROOT}/fec.txt?year_end=2026-12-31`)
    assert.match(answer.header('content-disposition')!, /"123456782FEC20261231\.txt"/)
    assert.lengthOf(readFec(answer.text()), 2)
    const wrong = await desk.file(`${ROOT}/fec.txt?year_end=2026-02-30`).redirects(0)
    assert.notEqual(wrong.status(), 200)
  })
})
