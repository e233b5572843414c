import AxeBuilder from '@axe-core/playwright'
import type { Browser, BrowserContext, Locator, Page } from 'playwright'
import env from '#start/env'
import type Account from '#models/identity/account'
import { DEMO_PASSWORD } from '#services/demo/cast'
import { FACTOR_SESSION_KEY } from '#services/identity/factor_session'

const OURS = new Set(['localhost', '127.0.0.1'])
const FOLD_MS = 1_500
const NARROW = { width: 360, height: 740 }
/** For a machine that does other things besides. */
const PATIENCE_MS = 60_000
const FRENCH = { locale: 'fr-FR', acceptDownloads: true }
const WIDE = { width: 1280, height: 900 }

/** The host that the session's cookie is for. */
export const HERE = `http://${env.get('HOST')}:${env.get('PORT')}`

/** A person with a browser of their own, who writes down whatever a page must never do. */
export class Reader {
  /** What was found wrong on the way; a journey ends by asserting that it is empty. */
  readonly faults: string[] = []

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly url: string
  ) {
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url())
      const leaves = protocol.startsWith('http') || protocol.startsWith('ws')
      if (leaves && !OURS.has(hostname)) this.#found(`asks ${request.url()}`)
    })
    page.on('pageerror', (error) => this.#found(`fails with ${error.message}`))
  }

  static async open(context: BrowserContext, url: string): Promise<Reader> {
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    await page.setViewportSize(WIDE)
    return new Reader(context, page, url)
  }

  /** Somebody without an account, who reads French. */
  static async visitor(browser: Browser, url = HERE): Promise<Reader> {
    return Reader.open(await browser.newContext(FRENCH), url)
  }

  /** Somebody who is signed in already; staff have shown their second factor. */
  static async signedIn(browser: Browser, account: Account): Promise<Reader> {
    const context = await browser.newContext(FRENCH)
    await context.withGuard('web').loginAs(account)
    await context.setSession({ [FACTOR_SESSION_KEY]: account.id })
    return Reader.open(context, HERE)
  }

  async go(path: string): Promise<void> {
    await this.page.goto(this.url + path)
    await this.page.waitForLoadState('networkidle')
  }

  /** Looks at the page as it stands: nothing grave for axe, nothing wider than a telephone. */
  async look(): Promise<void> {
    const { violations } = await new AxeBuilder({ page: this.page }).analyze()
    for (const { id, impact, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue
      for (const node of nodes) this.#found(`axe ${impact} ${id}: ${node.html.slice(0, 200)}`)
    }
    await this.page.setViewportSize(NARROW)
    const width = await this.#settledWidth()
    if (width > NARROW.width) this.#found(`is ${width} px wide on a telephone`)
    await this.page.setViewportSize(WIDE)
  }

  /** A page takes a moment to fold from a screen to a telephone, more on a busy machine. */
  async #settledWidth(): Promise<number> {
    const fits = `document.documentElement.scrollWidth <= ${NARROW.width}`
    await this.page.waitForFunction(fits, undefined, { timeout: FOLD_MS }).catch(() => undefined)
    return Number(await this.page.evaluate('document.documentElement.scrollWidth'))
  }

  async visit(path: string): Promise<void> {
    await this.go(path)
    await this.look()
  }

  /** Signs in; staff then type the code that the demo shows them. */
  async signIn(email: string, password = DEMO_PASSWORD): Promise<void> {
    const { page } = this
    await this.go('/identity/sign-in')
    await page.fill('input[name=email]', email)
    await page.fill('input[name=password]', password)
    await page.click('main form button[type=submit]')
    await page.waitForURL((now) => now.pathname !== '/identity/sign-in')
    await page.waitForLoadState('networkidle')
    const shown = page.locator('[data-demo-code]')
    if ((await shown.count()) === 0) return
    const [code] = /\d{6}/.exec((await shown.textContent())!)!
    await page.fill('input[name=code]', code)
    await page.click('main form button[type=submit]')
    await page.waitForURL((now) => !now.pathname.includes('second-factor'))
    await page.waitForLoadState('networkidle')
  }

  /**
   * Chooses out of a list that opens; a name that was typed finds those who are not in it yet. A list
   * of which several are chosen stays open: only there may Escape be pressed, or it is the dialog's.
   */
  async choose(box: Locator, option: string, { typed = '', several = false } = {}): Promise<void> {
    await box.click()
    const choices = this.page.getByRole('listbox')
    if (typed) await this.page.getByPlaceholder('Nom ou numéro').fill(typed)
    await choices.getByRole('option', { name: option }).first().click()
    if (several) await this.page.keyboard.press('Escape')
    // While it closes, it still takes whatever is typed.
    await choices.waitFor({ state: 'detached' })
  }

  /** Presses the button of an act, and the same one in the dialogue that asks again. */
  async act(name: RegExp): Promise<void> {
    await this.page.getByRole('button', { name }).first().click()
    await this.page.getByRole('dialog').getByRole('button', { name }).click()
  }

  #found(what: string): void {
    const { pathname } = new URL(this.page.url(), this.url)
    this.faults.push(`${pathname} ${what}`)
  }
}
