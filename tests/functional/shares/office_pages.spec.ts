import { test } from '@japa/runner'
import { changeDetails } from '#services/membership/details/change_details'
import { capitalHistory } from '#services/shares/queries/capital_history'
import { capitalNow } from '#services/shares/queries/capital_now'
import { registerAt } from '#services/shares/queries/register_at'
import { fieldErrors, givenDesk, isRefused } from '#tests/support/desk'
import {
  buyShares,
  givenAdmitted,
  givenHolder,
  must,
  NOMINAL,
  OFFICE,
  pay,
  signBulletin,
  withCooperative,
} from '#tests/support/shares'
import { orderTransfer } from '#tests/support/transfers'
import { pdfWords } from '#tests/support/pdf_words'
import { FixedClock } from '#values/clock'

const clock = new FixedClock('2026-03-10T10:00:00')
const ROOT = '/shares/office'
const PAGES = ['register', 'movements', 'payments', 'capital', 'calls', 'transfers', 'exits']
const FILES = [
  'register.csv',
  'register.json',
  'register.pdf',
  'movements.csv',
  'movements.json',
  'movements.pdf',
  'fec.txt?year_end=2026-12-31',
]

/** Three members over two years: one buys twice, one hands shares over, one is still to pay. */
async function givenStory() {
  clock.moveTo('2024-02-01T10:00:00')
  const ana = await givenHolder(clock, 10, { name: 'Zzana', city: 'Rennes' })
  clock.moveTo('2025-06-01T10:00:00')
  const bo = await givenHolder(clock, 4, { name: 'Zzbo' })
  await buyShares(clock, ana.id, 5)
  clock.moveTo('2026-03-10T10:00:00')
  const cy = await givenAdmitted(clock, { name: 'Zzcy' })
  const waiting = must(await signBulletin(clock, cy.id, { shares: 2 }))
  const transfer = must(
    await orderTransfer({
      fromMemberId: ana.id,
      toMemberId: bo.id,
      shares: 3,
      actor: OFFICE,
      clock,
    })
  )
  return { ana, bo, cy, waiting, transfer }
}

test.group('Shares | the office’s registers', (group) => {
  withCooperative(group, {
    clock,
    at: '2026-03-10T10:00:00',
    statutes: { capital: { paidUpBp: 2_500 } },
  })

  test('only the staff that may see shares opens them', async ({ client, assert }) => {
    const board = await givenDesk(client, ['board'])
    const moderator = await givenDesk(client, ['moderator'])
    await givenStory()
    for (const path of [...PAGES, ...FILES]) {
      const anonymous = await client.get(`${ROOT}/${path}`).redirects(0)
      assert.match(anonymous.header('location')!, /sign-in/, path)
      assert.isTrue(isRefused(await moderator.file(`${ROOT}/${path}`)), path)
      assert.equal((await board.file(`${ROOT}/${path}`)).status(), 200, path)
    }
    const refused = await board.page(`${ROOT}/import`)
    assert.isTrue(isRefused(refused))
  })

  test('C11 the register shows today and any past day as they were', async ({ client, assert }) => {
    const desk = await givenDesk(client, ['secretary'])
    await givenStory()
    const page = async (query: string) =>
      (await desk.page(`${ROOT}/register?${query}`)).body().props as any
    const today = await page('')
    assert.deepEqual(
      today.lines.map((line: any) => [line.number, line.shares, line.subscribedCents]),
      [
        [1, 15, '30000'],
        [2, 4, '8000'],
      ]
    )
    assert.equal(today.totals.lastNumber, '3')
    const then = await page('day=2024-12-31')
    assert.deepEqual(
      then.lines.map((line: any) => [line.number, line.shares]),
      [[1, 10]]
    )
    assert.equal(then.filters.day, '2024-12-31')
    for (const day of ['2023-01-01', '2024-02-01', '2025-05-31', '2025-06-01']) {
      const lines = (await page(`day=${day}`)).lines
      const replayed = await registerAt(day)
      assert.deepEqual(
        lines.map((line: any) => [line.id, line.shares, line.subscribedCents, line.paidCents]),
        replayed.map((line) => [
          line.memberId,
          line.shares,
          String(line.subscribedCents),
          String(line.paidCents),
        ])
      )
    }
    assert.lengthOf((await page('search=zzBO')).lines, 1)
    assert.lengthOf((await page('search=2')).lines, 1)
    assert.lengthOf((await page('search=100%25')).lines, 0)
    assert.equal((await page('sort=-shares')).lines[0].shares, 15)
  })

  test('a past day shows the names and towns of then, and a day to come is refused by its field', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['secretary'])
    await givenStory()
    const { memberId } = (await registerAt('2024-06-30'))[0]
    const changes = { familyName: 'Autrement', city: 'Brest' }
    await changeDetails({ memberId, changes, reason: 'mariage', actor: OFFICE, clock })
    const first = async (day: string) =>
      ((await desk.page(`${ROOT}/register?day=${day}`)).body().props as any).lines[0]
    const then = await first('2024-06-30')
    const [told] = await registerAt('2024-06-30')
    assert.deepEqual([then.name, then.city], [told.name, told.city])
    assert.notInclude(then.name, 'Autrement')
    const today = clock.now().toISODate()!
    const { lines } = (await desk.page(`${ROOT}/register?day=${today}`)).body().props as any
    assert.match(lines[0].name, /Autrement$/)
    for (const path of ['register', 'register.csv', 'register.pdf']) {
      const refused = await desk.file(`${ROOT}/${path}?day=2099-01-01`).redirects(0)
      assert.match(fieldErrors(refused).day[0], /pas encore venu/, path)
    }
  })

  test('impossible days and sorts are refused', async ({ client, assert }) => {
    const desk = await givenDesk(client, ['secretary'])
    for (const query of ['day=2026-02-30', 'day=demain', 'sort=hash', 'page=0']) {
      const answer = await desk.file(`${ROOT}/register?${query}`).redirects(0)
      assert.notEqual(answer.status(), 200, query)
    }
    const fec = await desk.file(`${ROOT}/fec.txt?year_end=2026-13-01`).redirects(0)
    assert.notEqual(fec.status(), 200)
  })

  test('C11 the files say what the register says, names of formulas made harmless', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['secretary'])
    await givenStory()
    await givenHolder(clock, 1, { name: '=cmd', kind: 'legal' })
    const csv = (await desk.file(`${ROOT}/register.csv`)).text().trim().split('\r\n')
    assert.lengthOf(csv, 4)
    assert.match(
      csv[1],
      /^1,Camille Zzana,natural,,supporter,2024-02-01,15,300\.00,300\.00,0,0\.00/
    )
    assert.include(csv[3], ",'=cmd,")
    const past = (await desk.file(`${ROOT}/register.csv?day=2024-06-30`)).text()
    assert.include(past, ',10,200.00,200.00,')
    const json = JSON.parse((await desk.file(`${ROOT}/register.json`)).text())
    assert.equal(json.members.length, 3)
    assert.equal(json.members[0].subscribedCents, '30000')
    const movements = JSON.parse((await desk.file(`${ROOT}/movements.json?type=subscribe`)).text())
    assert.deepEqual(
      movements.movements.map((one: any) => one.number),
      ['1', '2', '3', '4']
    )
    assert.equal(movements.movements[1].previousHash, movements.movements[0].hash)
    const pdf = await desk.file(`${ROOT}/register.pdf`)
    assert.match(pdf.header('content-type')!, /pdf/)
    assert.match(pdf.header('cache-control')!, /no-store/)
    const words = await pdfWords((await desk.file(`${ROOT}/movements.pdf`)).body())
    for (const said of ['1 rue des Essais, 93100 Rennes', '10 × 20,00 €'])
      assert.include(words, said)
  })

  test('movements are found by number, person, type and days', async ({ client, assert }) => {
    const desk = await givenDesk(client, ['treasurer'])
    await givenStory()
    const numbers = async (query: string) => {
      const { props } = (await desk.page(`${ROOT}/movements?${query}`)).body() as any
      return props.movements.map((one: any) => one.number)
    }
    assert.deepEqual(await numbers(''), ['3', '2', '1'])
    assert.deepEqual(await numbers('search=2'), ['2'])
    assert.deepEqual(await numbers('search=zzana'), ['3', '1'])
    assert.deepEqual(await numbers('from=2025-01-01&to=2025-12-31'), ['3', '2'])
    assert.deepEqual(await numbers('type=transfer'), [])
  })

  test('A08 the FEC of shares has eighteen fields, balances by entry and dates its validation', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['treasurer'])
    const { waiting } = await givenStory()
    must(await pay(clock, waiting.id, waiting.totalCents))
    const answer = await desk.file(`${ROOT}/fec.txt?year_end=2026-12-31`)
    assert.match(
      answer.header('content-disposition')!,
      /extrait-fec-parts-sociales-2026-12-31\.txt/
    )
    const [head, ...lines] = answer.text().split('\r\n').slice(0, -1)
    assert.equal(head.split('\t').length, 18)
    const balance = new Map<string, bigint>()
    let last = ''
    for (const line of lines) {
      const fields = line.split('\t')
      assert.lengthOf(fields, 18)
      assert.match(fields[3], /^2026\d{4}$/)
      assert.match(fields[15], /^\d{8}$/)
      assert.isTrue(fields[15] >= last)
      last = fields[15]
      const cents = (text: string) => BigInt(text.replace(',', ''))
      const before = balance.get(fields[2]) ?? 0n
      balance.set(fields[2], before + cents(fields[11]) - cents(fields[12]))
    }
    assert.isAbove(balance.size, 1)
    assert.isTrue([...balance.values()].every((difference) => difference === 0n))
    const other = await desk.file(`${ROOT}/fec.txt?year_end=2023-12-31`)
    assert.lengthOf(other.text().trim().split('\r\n'), 1)
  })

  test('the boards show what waits: transfers, money, calls and the capital', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['treasurer', 'secretary'])
    const { waiting, transfer, bo } = await givenStory()
    const props = async (path: string) => (await desk.page(`${ROOT}/${path}`)).body().props as any
    const money = await props('payments?state=awaiting_payment')
    assert.deepEqual(
      money.subscriptions.map((one: any) => [one.id, one.expectedCents]),
      [[waiting.id, '4000']]
    )
    const found = await props(`payments?search=${waiting.reference.slice(3, 9)}`)
    assert.lengthOf(found.subscriptions, 1)
    assert.isTrue(money.may.recordMoney)
    const transfers = await props('transfers')
    assert.equal(transfers.waiting[0].id, transfer.id)
    const quarter = must(
      await signBulletin(clock, bo.id, { shares: 4, firstPaymentCents: NOMINAL })
    )
    must(await pay(clock, quarter.id, NOMINAL))
    const calls = await props('calls')
    assert.equal(calls.uncalled[0].uncalledCents, String(3n * NOMINAL))
    assert.equal(calls.uncalled[0].payableBy, '2031-03-10')
    const capital = await props('capital')
    const now = await capitalNow(clock)
    assert.equal(capital.capital.subscribedCents, String(now.subscribedCents))
    const [first, , lastPoint] = await capitalHistory()
    assert.equal(first.month, '2024-02')
    assert.equal(lastPoint.subscribedCents, String(now.subscribedCents))
    assert.equal(lastPoint.paidCents, String(now.paidCents))
    assert.equal(lastPoint.floorCents, String(now.floorCents))
    assert.equal((await props('exits')).queue.length, 0)
  })
})
