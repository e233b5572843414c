import env from '#start/env'
import { defineConfig, stores } from '@adonisjs/session'

const sessionConfig = defineConfig({
  enabled: true,
  cookieName: 'peerfy_session',
  clearWithBrowser: false,
  age: '14 days',

  cookie: {
    path: '/',
    httpOnly: true,
    secure: env.get('COOKIE_SECURE') ?? env.get('APP_URL').startsWith('https:'),
    sameSite: 'lax',
  },

  store: env.get('SESSION_DRIVER'),
  stores: {
    /** Sessions live in the database so that a person can list and revoke them. */
    database: stores.database({ tableName: 'sessions' }),
  },
})

export default sessionConfig
