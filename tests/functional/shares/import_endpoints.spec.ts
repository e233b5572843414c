import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type Account from '#models/identity/account'
import RegisterImport from '#models/shares/register_import'
import { sampleCsv } from '#services/shares/import/sample_file'
import { asStaff } from '#tests/support/accounts'
import { fieldErrors, givenDesk, isRefused, sentence } from '#tests/support/desk'
import { withCooperative } from '#tests/support/shares'
import { FixedClock } from '#values/clock'

const clock = new FixedClock('2026-03-10T10:00:00')
const IMPORT = '/shares/office/import'

const upload = (client: ApiClient, account: Account, content: Buffer, filename: string) =>
  asStaff(client.post(IMPORT), account)
    .withCsrfToken()
    .file('file', content, { filename })
    .redirects(0)

test.group('Shares | the pages of an import', (group) => {
  withCooperative(group, { clock, at: '2026-03-10T10:00:00' })

  // Routes 'shares.office.imports.store', 'shares.office.imports.update',
  // 'shares.office.imports.apply' and 'shares.office.imports.destroy'.
  test('only who manages shares may show, take over or discard a file', async ({
    client,
    assert,
  }) => {
    const board = await givenDesk(client, ['board'])
    const path = `${IMPORT}/5e0d9e8a-6d0c-4a84-9f27-4f40b9e3d001`
    for (const [url, act] of [
      [IMPORT, 'post'],
      [`${path}/mapping`, 'post'],
      [`${path}/application`, 'post'],
      [path, 'delete'],
    ] as const) {
      const anonymous = await client[act](url).withCsrfToken().redirects(0)
      assert.match(anonymous.header('location')!, /sign-in/)
      const refused = act === 'post' ? await board.send(url) : await board.remove(url)
      assert.isTrue(isRefused(refused), url)
    }
    assert.isTrue(isRefused(await board.file(IMPORT)))
    assert.lengthOf(await RegisterImport.all(), 0)
  })

  test('a file is shown, its columns corrected, taken over, and refused the second time', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['secretary'])
    const sample = await desk.file(`${IMPORT}/sample.csv`)
    const content = Buffer.from(sample.text())
    assert.include(sample.text(), 'Hélène;Garnier')
    const shown = await upload(client, desk.account, content, 'Registre 2026.csv')
    const address = shown.header('location')!
    const first = ((await desk.page(address)).body() as any).props
    assert.equal(first.report.errorCount, 0)
    assert.equal(first.report.totals.subscribedCents, '80000')
    assert.equal(first.file.name, 'Registre 2026.csv')
    const lacking = { ...first.mapping }
    delete lacking.shares
    await desk.send(`${address}/mapping`, { mapping: lacking })
    const second = ((await desk.page(address)).body() as any).props
    assert.deepEqual(second.report.missingColumns, ['shares'])
    const early = await desk.send(`${address}/application`)
    assert.match(sentence(early, 'error'), /erreurs/)
    await desk.send(`${address}/mapping`, { mapping: first.mapping })
    const taken = await desk.send(`${address}/application`)
    assert.match(sentence(taken, 'success'), /4 lignes/)
    const again = await upload(client, desk.account, content, 'copie.csv')
    assert.match(fieldErrors(again).file[0], /déjà repris/)
    const { imports } = ((await desk.page(IMPORT)).body() as any).props
    assert.equal(imports[0].state, 'applied')
  })

  test('errors stand by line in words; a file that is none says what it is', async ({
    client,
    assert,
  }) => {
    const desk = await givenDesk(client, ['secretary'])
    const broken = sampleCsv('fr').replace('12/03/2024', '31/02/2024')
    const shown = await upload(client, desk.account, Buffer.from(broken), 'a.csv')
    const address = shown.header('location')!
    const { report } = ((await desk.page(address)).body() as any).props
    assert.include(report.errors[0], { line: 2, field: 'date' })
    assert.match(report.errors[0].text, /31\/02\/2024/)
    const { imports } = ((await desk.page(IMPORT)).body() as any).props
    assert.equal(imports[0].state, 'faulty')
    const excel = Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 0, 0, 0])
    const refused = await upload(client, desk.account, excel, 'registre.xlsx')
    assert.match(fieldErrors(refused).file[0], /tableur/)
    const missing = await desk.send(IMPORT)
    assert.isDefined(fieldErrors(missing).file)
    const odd = await desk.send(`${address}/mapping`, { mapping: { shares: -1, date: 'x' } })
    assert.isNotEmpty(fieldErrors(odd))
    await desk.remove(address)
    const [kept] = await RegisterImport.all()
    assert.equal(kept.state, 'discarded')
    assert.isNull(kept.content)
  })
})
