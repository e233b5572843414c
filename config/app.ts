import env from '#start/env'
import { defineConfig } from '@adonisjs/core/http'

export const appKey = env.get('APP_KEY')
export const appUrl = env.get('APP_URL')

export const http = defineConfig({
  generateRequestId: true,
  allowMethodSpoofing: false,
  useAsyncLocalStorage: false,

  /** Only as many proxy hops as we run ourselves are believed (P7). */
  trustProxy: (_address: string, distance: number) =>
    distance < (env.get('TRUSTED_PROXY_HOPS') ?? 0),

  cookie: {
    domain: '',
    path: '/',
    maxAge: '2h',
    httpOnly: true,
    secure: env.get('COOKIE_SECURE') ?? appUrl.startsWith('https:'),
    sameSite: 'lax',
  },
})
