import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

export const MAIL_USER = { user: 'peerfy', pass: 'une clé pour les essais' }

export type ReceivedMail = { from: string; to: string[]; headers: Headers; parts: MailPart[] }
type Headers = Map<string, string>
type MailPart = { type: string; text: string }

/** A real SMTP server that keeps what it is given; who sends has to sign in. */
export async function startMailServer(port = 0) {
  const received: ReceivedMail[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, done) {
      const isKnown = username === MAIL_USER.user && password === MAIL_USER.pass
      done(isKnown ? null : new Error('unknown sender'), { user: username })
    },
    async onData(stream, { envelope }, done) {
      const { headers, parts } = readMessage(await text(stream))
      const from = envelope.mailFrom ? envelope.mailFrom.address : ''
      received.push({ from, to: envelope.rcptTo.map(({ address }) => address), headers, parts })
      done()
    },
  })
  server.on('error', () => {})
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  return {
    received,
    port: (server.server.address() as AddressInfo).port,
    stop: () => new Promise<void>((stopped) => server.close(stopped)),
  }
}

/** As much of MIME as nodemailer writes: headers, two parts, quoted-printable or base64. */
function readMessage(raw: string) {
  const { headers, body } = split(raw)
  const boundary = /boundary="?([^";]+)/.exec(headers.get('content-type') ?? '')?.[1]
  const sections = boundary ? body.split(`--${boundary}`).slice(1, -1) : []
  const parts = sections.map((section) => {
    const part = split(section.trimStart())
    const coded = part.headers.get('content-transfer-encoding') ?? ''
    return { type: part.headers.get('content-type') ?? '', text: decode(part.body, coded) }
  })
  return { headers, parts }
}

function split(raw: string): { headers: Headers; body: string } {
  const [head, ...rest] = raw.split('\r\n\r\n')
  const headers = new Map<string, string>()
  for (const line of head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const [name, ...value] = line.split(':')
    headers.set(name.toLowerCase(), encodedWords(value.join(':').trim()))
  }
  return { headers, body: rest.join('\r\n\r\n') }
}

function decode(body: string, coded: string): string {
  if (/base64/i.test(coded)) return Buffer.from(body, 'base64').toString('utf8')
  return /quoted-printable/i.test(coded) ? quotedPrintable(body.replace(/=\r\n/g, '')) : body
}

function quotedPrintable(written: string): string {
  const bytes = written.replace(/=([0-9A-F]{2})/gi, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16))
  )
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/** The letters outside ASCII of a header (RFC 2047). */
function encodedWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([QB])\?([^?]*)\?=/gi, (_, kind, written) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(written, 'base64').toString('utf8')
        : quotedPrintable(written.replaceAll('_', ' '))
    )
}
