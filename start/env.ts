/**
 * The one list of environment variables. In embedded mode `npm start` sets them all;
 * elsewhere see .env.example.
 */
import { Env } from '@adonisjs/core/env'

export default await Env.create(new URL('../', import.meta.url), {
  // Web
  NODE_ENV: Env.schema.enum(['development', 'production', 'test'] as const),
  HOST: Env.schema.string({ format: 'host' }),
  PORT: Env.schema.number(),
  APP_URL: Env.schema.string({ format: 'url', tld: false }),
  APP_KEY: Env.schema.secret(),
  LOG_LEVEL: Env.schema.string(),
  SESSION_DRIVER: Env.schema.enum(['database', 'memory'] as const),
  COOKIE_SECURE: Env.schema.boolean.optional(),
  TRUSTED_PROXY_HOPS: Env.schema.number.optional(),

  // Storage: every file that the co-operative keeps
  PEERFY_STORAGE: Env.schema.string(),

  // embedded: one command runs everything; demo: the embedded demo co-operative
  PEERFY_MODE: Env.schema.enum(['embedded', 'server'] as const),
  PEERFY_DEMO: Env.schema.boolean.optional(),

  // Database and queue
  DATABASE_URL: Env.schema.string(),
  REDIS_URL: Env.schema.string.optional(),

  // Chain
  CHAIN_RPC_URL: Env.schema.string(),
  CHAIN_RPC_URL_2: Env.schema.string.optional(),
  CHAIN_ID: Env.schema.number(),
  CHAIN_PUBLISHER_KEY: Env.schema.secret.optional(),

  // Tracker
  TRACKER_TOKEN_KEY: Env.schema.secret(),
  TRACKER_INTERVAL_SECONDS: Env.schema.number.optional(),
  // Where the web server reaches a tracker that runs in a process of its own
  TRACKER_URL: Env.schema.string.optional({ format: 'url', tld: false }),

  // Mail: without SMTP_HOST the mails stay in the outbox that /dev/outbox shows
  SMTP_HOST: Env.schema.string.optional(),
  SMTP_PORT: Env.schema.number.optional(),
  SMTP_USERNAME: Env.schema.string.optional(),
  SMTP_PASSWORD: Env.schema.secret.optional(),
  MAIL_FROM: Env.schema.string.optional({ format: 'email' }),

  // Payments by transfer: the account that subscribers pay to
  TRANSFER_IBAN: Env.schema.string.optional(),

  // Seal of signed minutes: a PKCS#12 file; embedded mode makes its own
  SEAL_CERTIFICATE: Env.schema.string.optional(),
  SEAL_CERTIFICATE_PASSPHRASE: Env.schema.secret.optional(),

  // Limits: memory is for one process (tests)
  LIMITER_STORE: Env.schema.enum.optional(['database', 'memory'] as const),
})
