import { test } from '@japa/runner'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright'
import { startAnvil, type Anvil } from '#tests/support/anvil'
import { REPORT, publishedMonth } from '#tests/support/published_month'
import type { Entry } from '#verify/entry'
import { buildVerifyPage } from '../../../bin/build_verify.mjs'

test.group('verify.html, opened from a disk (P25)', (group) => {
  let anvil: Anvil
  let entry: Entry
  let folder: string
  let address: string
  let bytes: number

  group.setup(async () => {
    anvil = await startAnvil()
    entry = await publishedMonth(anvil)
    await anvil.mine(3)
    folder = await mkdtemp(join(tmpdir(), 'verify-'))
    const built = await buildVerifyPage(join(folder, 'verify.html'))
    bytes = built.bytes
    address = pathToFileURL(built.target).href
    return () => anvil.stop()
  })

  async function write(name: string, document: unknown): Promise<string> {
    const path = join(folder, name)
    await writeFile(path, typeof document === 'string' ? document : JSON.stringify(document))
    return path
  }

  async function open(page: Page): Promise<void> {
    await page.setViewportSize({ width: 360, height: 800 })
    await page.goto(address)
  }

  async function readChain(page: Page): Promise<void> {
    await page.fill('#rpc', anvil.rpcUrl)
    await page.click('button[type=submit]')
  }

  test('says that a published statement holds, and asks nobody but the named node', async ({
    assert,
    browserContext,
  }) => {
    const page = await browserContext.newPage()
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    await open(page)
    await page.setInputFiles('#file', await write('month.json', { statements: [entry] }))
    await page.waitForSelector('[data-verdict=unknown]')
    await readChain(page)
    await page.waitForSelector('[data-verdict=ok]')
    await page.setInputFiles('#report', await write('report.json', REPORT))
    await page.waitForSelector('[data-step=report][data-state=ok]')

    const elsewhere = requests.filter((url) => !/^(file|data):/.test(url))
    assert.isNotEmpty(elsewhere)
    assert.isTrue(elsewhere.every((url) => url.startsWith(anvil.rpcUrl)))
    const width = await page.evaluate('document.documentElement.scrollWidth')
    assert.isAtMost(Number(width), 360)
    assert.isBelow(bytes, 500_000)
  })

  test('names the step that was tampered with', async ({ assert, browserContext }) => {
    const page = await browserContext.newPage()
    await open(page)
    const changed = structuredClone(entry)
    changed.salt = `0x${'00'.repeat(32)}`
    await page.setInputFiles('#file', await write('changed.json', changed))
    await page.waitForSelector('[data-verdict=failed]')
    assert.equal(await page.getAttribute('[data-step=leaf]', 'data-state'), 'failed')
    assert.match((await page.textContent('[data-verdict]'))!, /salt/)
  })

  test('takes a pasted text, and says in plain words what a wrong file is', async ({
    assert,
    browserContext,
  }) => {
    const page = await browserContext.newPage()
    await open(page)
    await page.setInputFiles('#file', await write('statement.pdf', '%PDF-1.7'))
    assert.match((await page.textContent('[role=alert]'))!, /JSON/)
    await page.fill('#pasted', JSON.stringify(entry))
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-verdict]')
  })

  test('proposes the node of the link, and asks it only when told to', async ({
    assert,
    browserContext,
  }) => {
    const page = await browserContext.newPage()
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    await page.goto(`${address}#rpc=${encodeURIComponent(anvil.rpcUrl)}`)
    await page.setInputFiles('#file', await write('linked.json', entry))
    await page.waitForSelector('[data-verdict=unknown]')
    assert.isFalse(requests.some((url) => url.startsWith('http')))
    await page.click('button[type=submit]')
    await page.waitForSelector('[data-verdict=ok]')
  })

  test('axe finds nothing serious, in both modes and languages', async ({
    assert,
    browserContext,
  }) => {
    const page = await browserContext.newPage()
    await open(page)
    await page.setInputFiles('#file', await write('entry.json', entry))
    await readChain(page)
    await page.waitForSelector('[data-verdict=ok]')
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.click('header button')
      const { violations } = await new AxeBuilder({ page }).analyze()
      const grave = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact!))
      assert.deepEqual(
        grave.map(({ id, nodes }) => [id, nodes[0]?.html]),
        []
      )
    }
  })
})
