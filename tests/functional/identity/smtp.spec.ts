import { createServer } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import { Secret } from '@adonisjs/core/helpers'
import app from '@adonisjs/core/services/app'
import emitter from '@adonisjs/core/services/emitter'
import logger from '@adonisjs/core/services/logger'
import mail from '@adonisjs/mail/services/main'
import env from '#start/env'
import Account from '#models/identity/account'
import { cleanSlate, linkIn } from '#tests/functional/identity/support'
import { Visitor } from '#tests/functional/identity/visitor'
import { PASSWORD } from '#tests/support/accounts'
import { MAIL_USER, startMailServer } from '#tests/support/mail_server'

const CONFIG = new URL('../../../config/mail.ts', import.meta.url)
const PATIENCE_MS = 10_000

let readings = 0

/** Reads config/mail.ts again as a start with these settings would, and sends that way. */
async function configureSmtp(port: number, pass = MAIL_USER.pass): Promise<void> {
  env.set('SMTP_HOST', '127.0.0.1')
  env.set('SMTP_PORT', port)
  env.set('SMTP_USERNAME', MAIL_USER.user)
  env.set('SMTP_PASSWORD', new Secret(pass))
  env.set('MAIL_FROM', 'accueil@peerfy.example')
  const { default: provider } = await import(`${CONFIG.href}?reading=${++readings}`)
  await mail.closeAll()
  Object.assign(mail.config, await provider.resolver(app))
}

async function signUp(visitor: Visitor, email: string) {
  const form = { full_name: 'Inès Carpentier', email, password: PASSWORD, accepts_terms: true }
  return visitor.call('identity.sign_up.store', {}, form)
}

/** The next end of a mail's journey; mails leave after the answer. */
function nextMail(event: 'mail:sent' | 'queued:mail:error') {
  const signal = AbortSignal.timeout(PATIENCE_MS)
  return new Promise<any>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`no ${event}`)))
    emitter.once(event, resolve)
  })
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

test.group('Identity: mails leave by SMTP when SMTP_HOST is set', (group) => {
  cleanSlate(group)
  group.setup(() => {
    const { config } = mail as unknown as { config: object }
    const before = { ...config }
    const names = ['SMTP_HOST', 'SMTP_PORT', 'SMTP_USERNAME', 'SMTP_PASSWORD', 'MAIL_FROM'] as const
    const settings = names.map((name) => [name, env.get(name)] as const)
    return async () => {
      await mail.closeAll()
      Object.assign(config, before)
      for (const [name, value] of settings) {
        env.set(name, value as never)
        // Processes that later tests start would read the text "undefined" there.
        if (value === undefined) delete process.env[name]
      }
    }
  })

  test('the link of a sign-up arrives as text and as a page, and leads in', async ({
    assert,
    cleanup,
  }) => {
    const server = await startMailServer()
    cleanup(server.stop)
    await configureSmtp(server.port)
    const visitor = new Visitor()
    const sent = nextMail('mail:sent')
    await signUp(visitor, 'ines@exemple.fr')
    await sent

    const [received] = server.received
    assert.lengthOf(server.received, 1)
    assert.deepEqual(received.to, ['ines@exemple.fr'])
    assert.equal(received.from, 'accueil@peerfy.example')
    assert.equal(received.headers.get('from'), 'Peerfy <accueil@peerfy.example>')
    assert.equal(received.headers.get('subject'), 'Confirmez votre adresse')
    assert.match(received.headers.get('content-type')!, /^multipart\/alternative/)
    const [plain, page] = received.parts
    assert.lengthOf(received.parts, 2)
    assert.match(plain.type, /^text\/plain; charset=utf-8/)
    assert.match(plain.text, /^Bonjour Inès Carpentier,/)
    assert.match(page.type, /^text\/html; charset=utf-8/)
    assert.include(page.text, '<p>Bonjour Inès Carpentier,</p>')
    const link = linkIn(plain.text)
    assert.include(page.text, `${link}">Confirmer mon adresse</a>`)

    const followed = await visitor.get(link)
    assert.equal(followed.location, '/identity/account')
    const account = await Account.findByOrFail('email', 'ines@exemple.fr')
    assert.isNotNull(account.emailVerifiedAt)

    const again = nextMail('mail:sent')
    await signUp(new Visitor(), 'ines@exemple.fr')
    await again
    assert.equal(server.received[1].headers.get('subject'), 'Vous avez déjà un compte')
  })

  test('with the mail server away the sign-up holds, the reason is written down, and the link can be asked for again', async ({
    assert,
    cleanup,
  }) => {
    const port = await closedPort()
    await configureSmtp(port)
    const written: unknown[][] = []
    const write = logger.error
    logger.error = (...args: unknown[]) => void written.push(args)
    cleanup(() => {
      logger.error = write
    })
    const visitor = new Visitor()
    const failed = nextMail('queued:mail:error')
    const answer = await signUp(visitor, 'paul@exemple.fr')
    assert.equal(answer.location, '/identity/verify-email')
    await failed
    const account = await Account.findByOrFail('email', 'paul@exemple.fr')
    assert.isNull(account.emailVerifiedAt)
    assert.lengthOf(written, 1)
    const [facts, said] = written[0]
    assert.equal(said, 'a mail did not leave')
    assert.deepEqual(facts, {
      mailer: 'smtp',
      code: 'ESOCKET',
      reason: `connect ECONNREFUSED 127.0.0.1:${port}`,
    })

    const server = await startMailServer(port)
    cleanup(server.stop)
    const sent = nextMail('mail:sent')
    await visitor.call('identity.verify_email.store', {}, {})
    await sent
    assert.deepEqual(server.received[0].to, ['paul@exemple.fr'])
    assert.equal((await visitor.get(linkIn(server.received[0].parts[0].text))).status, 302)
  })

  test('a server that does not know us takes nothing, and says so in the log', async ({
    assert,
    cleanup,
  }) => {
    const server = await startMailServer()
    cleanup(server.stop)
    await configureSmtp(server.port, 'une autre clé')
    const failed = nextMail('queued:mail:error')
    const answer = await signUp(new Visitor(), 'zoe@exemple.fr')
    assert.equal(answer.location, '/identity/verify-email')
    const { error } = await failed
    assert.equal(error.code, 'EAUTH')
    assert.isEmpty(server.received)
  })
})
