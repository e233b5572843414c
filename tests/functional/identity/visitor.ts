import router from '@adonisjs/core/services/router'
import type Account from '#models/identity/account'
import { PASSWORD } from '#tests/support/accounts'

type Answer = { status: number; location: string | null; page: any; text: string; headers: Headers }
type Params = Record<string, string>

let version: string | undefined

/** The version of the pages, as the first page tells a browser. */
async function pageVersion(): Promise<string> {
  if (version === undefined) {
    const first = await fetch(new URL('/identity/sign-in', process.env.APP_URL))
    const html = await first.text()
    version = /(?:"|&quot;)version(?:"|&quot;):(?:"|&quot;)?([^"&,}]*)/.exec(html)?.[1] ?? ''
  }
  return version
}

/** A person with a browser: keeps cookies, sends the CSRF token back, as the pages do. */
export class Visitor {
  #cookies = new Map<string, string>()
  #agent: string

  constructor(agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0') {
    this.#agent = agent
  }

  cookie(name: string) {
    return this.#cookies.get(name)
  }

  /** Calls a route by its name, with its own method; forms ask for the token first. */
  async call(name: string, params: Params = {}, data?: Record<string, unknown>): Promise<Answer> {
    const route = router.findOrFail(name)
    let path = route.pattern
    for (const [key, value] of Object.entries(params)) path = path.replace(`:${key}`, value)
    return this.request(route.methods[0], path, data)
  }

  get(path: string) {
    return this.request('GET', path)
  }

  async request(method: string, path: string, data?: Record<string, unknown>): Promise<Answer> {
    if (method !== 'GET' && !this.#cookies.has('XSRF-TOKEN'))
      await this.request('GET', '/identity/sign-in')
    const headers: Record<string, string> = {
      'user-agent': this.#agent,
      'accept': 'text/html, application/xhtml+xml',
      'accept-language': 'fr',
      'x-inertia': 'true',
      'x-inertia-version': await pageVersion(),
      'cookie': [...this.#cookies].map(([key, value]) => `${key}=${value}`).join('; '),
    }
    if (method !== 'GET') {
      headers['content-type'] = 'application/json'
      headers['x-xsrf-token'] = decodeURIComponent(this.#cookies.get('XSRF-TOKEN') ?? '')
      headers['referer'] = new URL('/identity/sign-in', process.env.APP_URL).toString()
    }
    const response = await fetch(new URL(path, process.env.APP_URL), {
      method,
      headers,
      body: method === 'GET' ? undefined : JSON.stringify(data ?? {}),
      redirect: 'manual',
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, key, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
      this.#cookies.set(key, value)
    }
    const text = await response.text()
    const isPage = response.headers.get('x-inertia') === 'true'
    return {
      status: response.status,
      location: response.headers.get('location'),
      page: isPage ? JSON.parse(text) : null,
      text,
      headers: response.headers,
    }
  }

  signIn(account: Account, password = PASSWORD) {
    return this.call('identity.sign_in.store', {}, { email: account.email, password })
  }

  async signInTo(account: Account, password = PASSWORD) {
    const { location } = await this.signIn(account, password)
    return location
  }

  async callTo(name: string, params?: Params, data?: Record<string, unknown>) {
    const { location } = await this.call(name, params, data)
    return location
  }

  async location(path: string) {
    const { location } = await this.get(path)
    return location
  }

  async status(path: string) {
    const { status } = await this.get(path)
    return status
  }

  async props(path: string) {
    const { page } = await this.get(path)
    return page.props
  }

  async prop(path: string, name: string) {
    const props = await this.props(path)
    return props[name]
  }

  /** The errors beside the fields of the page. */
  async errors(path: string) {
    const { errors } = await this.props(path)
    return errors
  }

  async error(path: string, field: string) {
    const errors = await this.errors(path)
    return errors[field]
  }

  /** The sentence on top of the page. */
  async flash(path: string, kind: 'error' | 'success') {
    const { flash } = await this.props(path)
    return flash[kind]
  }

  async said(path = '/identity/sign-in') {
    const props = await this.props(path)
    return { errors: props.errors, flash: props.flash, props }
  }
}
