import { randomUUID } from 'node:crypto'
import { Agent, request as ask, type IncomingMessage } from 'node:http'
import { MessageBuilder } from '@adonisjs/core/helpers'
import { CookieClient } from '@adonisjs/core/http'
import { Encryption } from '@adonisjs/core/encryption'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import type Member from '#models/membership/member'
import { newId } from '#values/id'

/** A member with a page open in a browser: their session and what its forms send back. */
export type Voter = { memberId: string; cookie: string; token: string }

const agent = new Agent({ keepAlive: true, maxSockets: 256 })

/** Gives each member an account and a session in the database, as signing in does. */
export async function signIn(members: Member[]): Promise<Voter[]> {
  const cookies = new CookieClient(await app.container.make(Encryption))
  const rows = members.map((member) => ({
    member: member.id,
    account: newId(),
    session: randomUUID(),
  }))
  const of = (key: keyof (typeof rows)[number]) => rows.map((row) => row[key])
  await db.rawQuery(
    `INSERT INTO accounts (id, email, full_name, password, locale, email_verified_at, created_at)
     SELECT id::uuid, id || '@voix.fr', 'Voix', 'none', 'fr', now(), now()
       FROM unnest(CAST(:ids AS text[])) AS a (id)`,
    { ids: of('account') }
  )
  await db.rawQuery(
    `UPDATE members SET account_id = t.account::uuid
       FROM unnest(CAST(:members AS text[]), CAST(:accounts AS text[])) AS t (member, account)
      WHERE members.id = t.member::uuid`,
    { members: of('member'), accounts: of('account') }
  )
  await db.rawQuery(
    `INSERT INTO sessions (id, data, user_id, expires_at)
     SELECT s.*, now() + interval '1 day'
       FROM unnest(CAST(:sessions AS text[]), CAST(:data AS text[]), CAST(:accounts AS text[])) AS s`,
    {
      sessions: of('session'),
      accounts: of('account'),
      data: rows.map(({ account, session }) =>
        new MessageBuilder().build({ auth_web: account }, undefined, session)
      ),
    }
  )
  return rows.map(({ member, session }) => ({
    memberId: member,
    cookie: `peerfy_session=${cookies.sign('peerfy_session', session)}`,
    token: '',
  }))
}

/** Opens a page, as a browser does before its form can be sent. */
export async function openPage(url: string, voter: Voter): Promise<void> {
  const { headers } = await send('GET', `${url}/identity/sign-in`, { cookie: voter.cookie })
  const set = (headers['set-cookie'] ?? []).find((one) => one.startsWith('XSRF-TOKEN='))
  if (!set) throw new Error('no XSRF-TOKEN came with the page')
  voter.token = decodeURIComponent(set.split(';')[0].slice('XSRF-TOKEN='.length))
}

export type Answer = { status: number; receipt?: string; code?: string }

/** Sends a vote; rejects when the connection ends without an answer. */
export async function sendVote(
  url: string,
  voter: Voter,
  resolutionId: string,
  choice: string
): Promise<Answer> {
  return sendAct(`${url}/governance/mine/votes/${resolutionId}`, voter, { choice })
}

/** Says that a member follows from afar; rejects when the connection ends without an answer. */
export async function sendPresence(url: string, voter: Voter, assemblyId: string): Promise<Answer> {
  return sendAct(`${url}/governance/mine/${assemblyId}/presence`, voter, {})
}

async function sendAct(path: string, voter: Voter, said: object): Promise<Answer> {
  const headers = {
    'cookie': voter.cookie,
    'x-xsrf-token': voter.token,
    'accept': 'application/json',
    'content-type': 'application/json',
  }
  const { status, text } = await send('POST', path, headers, JSON.stringify(said))
  const body = text.startsWith('{') ? JSON.parse(text) : {}
  return { status, receipt: body.receipt, code: body.code }
}

/** A member's page of the meeting as it keeps itself up to date: a stream that stays open. */
export function watchLive(url: string, voter: Voter, assemblyId: string) {
  let events = 0
  const sent = ask(`${url}/governance/mine/${assemblyId}/live`, {
    agent: false,
    headers: { cookie: voter.cookie, accept: 'text/event-stream' },
  })
  const opened = new Promise<void>((resolve, reject) => {
    sent.on('error', reject)
    sent.on('response', (reply) => {
      if (reply.statusCode !== 200)
        return reject(new Error(`the stream answered ${reply.statusCode}`))
      reply.on('error', () => {})
      reply.on('data', (part: Buffer) => (events += part.includes('event: meeting') ? 1 : 0))
      resolve()
    })
  })
  sent.end()
  return { opened, events: () => events, close: () => sent.destroy() }
}

type Reply = { status: number; headers: IncomingMessage['headers']; text: string }

function send(method: string, url: string, headers: object, body = ''): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': Buffer.byteLength(body) }
    const sent = ask(url, { method, agent, headers: { ...headers, ...length } }, (reply) => {
      let text = ''
      reply.setEncoding('utf8')
      reply.on('data', (part) => (text += part))
      reply.on('end', () => resolve({ status: reply.statusCode!, headers: reply.headers, text }))
      reply.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
