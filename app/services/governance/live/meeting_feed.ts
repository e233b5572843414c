import { PassThrough, type Readable } from 'node:stream'
import app from '@adonisjs/core/services/app'
import logger from '@adonisjs/core/services/logger'
import { renewPresence } from '#services/governance/attendance/remote_presence'
import { expectedVoters, liveMeeting } from '#services/governance/queries/live_meeting'
import type { Clock } from '#values/clock'
import { sha256Hex } from '#values/digest'

/** How often a meeting that somebody watches is read. */
const LOOK_MS = 1000
/** Every so many looks a sign of life, changed or not: a page without one says that it lost us. */
const BEAT_LOOKS = 5
/** Then the page comes back by itself, and its right to watch is asked again. */
const STREAM_LOOKS = 300
/** Every so many looks those who watch from their own page are still there (C20). */
const PRESENCE_LOOKS = 30
/** What a telephone that went to sleep may leave unread before it has to come back. */
const UNREAD_BYTES = 1_000_000

type Watcher = {
  stream: PassThrough
  looks: number
  seen: string | null
  /** Whose page it is; null for the bureau's screens. */
  memberId: string | null
}
type Feed = {
  read(): Promise<object>
  /** These members' pages are open. */
  alive(memberIds: string[]): Promise<void>
  quiet(): void
}

/** One meeting in one language, read once a second for all who watch it, and not at all for nobody. */
class MeetingFeed {
  readonly #watchers = new Set<Watcher>()
  readonly #feed: Feed
  #timer: NodeJS.Timeout | null = null
  #isReading = false
  #looks = 0
  /** Whose page opened or came back since the last look. */
  #newcomers: string[] = []

  constructor(feed: Feed) {
    this.#feed = feed
  }

  watch(lastId: string | null, memberId: string | null): Readable {
    const watcher = { stream: new PassThrough(), looks: 0, seen: lastId, memberId }
    watcher.stream.write('retry: 2000\n\n')
    watcher.stream.once('close', () => this.#leave(watcher))
    this.#watchers.add(watcher)
    if (memberId) this.#newcomers.push(memberId)
    this.#timer ??= setInterval(() => void this.look(), LOOK_MS).unref()
    void this.look()
    return watcher.stream
  }

  async look(): Promise<void> {
    if (this.#isReading) return
    this.#isReading = true
    try {
      const newcomers = this.#newcomers.splice(0)
      const isTime = this.#looks++ % PRESENCE_LOOKS === 0
      await this.#feed.alive(isTime ? this.#members() : newcomers)
      const data = JSON.stringify(await this.#feed.read())
      const id = sha256Hex(data).slice(0, 16)
      for (const watcher of this.#watchers) tell(watcher, id, data)
    } catch (error) {
      logger.warn({ err: error }, 'a meeting that is watched could not be read')
    } finally {
      this.#isReading = false
    }
  }

  end(): void {
    for (const { stream } of this.#watchers) stream.end()
  }

  #members(): string[] {
    return [...this.#watchers].flatMap(({ memberId }) => memberId ?? [])
  }

  #leave(watcher: Watcher): void {
    this.#watchers.delete(watcher)
    if (this.#watchers.size > 0 || !this.#timer) return
    clearInterval(this.#timer)
    this.#timer = null
    this.#feed.quiet()
  }
}

function tell(watcher: Watcher, id: string, data: string): void {
  const { stream } = watcher
  if (watcher.seen !== id) {
    stream.write(`id: ${id}\nevent: meeting\ndata: ${data}\n\n`)
    watcher.seen = id
  } else if (watcher.looks % BEAT_LOOKS === 0) {
    stream.write('event: beat\ndata: .\n\n')
  }
  watcher.looks++
  if (watcher.looks >= STREAM_LOOKS) stream.end()
  else if (stream.writableLength > UNREAD_BYTES) stream.destroy()
}

const feeds = new Map<string, MeetingFeed>()
let endsWithTheServer = false

/** A server that stops waits for its answers: these end, and pages come back when it is there again. */
function endWithTheServer(): void {
  if (endsWithTheServer) return
  endsWithTheServer = true
  app.terminating(() => {
    for (const feed of feeds.values()) feed.end()
  })
}

type Watched = {
  assemblyId: string
  locale: string
  lastId: string | null
  /** Whose own page it is: as long as it is open they are there from afar. */
  memberId?: string | null
  clock: Clock
}

/** Server-sent events of a meeting: `meeting` with its state when that changed, `beat` otherwise. */
export function watchMeeting({
  assemblyId,
  locale,
  lastId,
  memberId = null,
  clock,
}: Watched): Readable {
  endWithTheServer()
  const key = `${assemblyId}|${locale}`
  let feed = feeds.get(key)
  if (!feed) {
    const expected = expectedVoters(clock)
    feed = new MeetingFeed({
      read: () => liveMeeting(assemblyId, locale, clock, expected),
      alive: (memberIds) => renewPresence(assemblyId, memberIds, clock),
      quiet: () => feeds.delete(key),
    })
    feeds.set(key, feed)
  }
  return feed.watch(lastId, memberId)
}
