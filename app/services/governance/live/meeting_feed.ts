import { PassThrough, type Readable } from 'node:stream'
import app from '@adonisjs/core/services/app'
import logger from '@adonisjs/core/services/logger'
import { liveMeeting } from '#services/governance/queries/live_meeting'
import type { Clock } from '#values/clock'
import { sha256Hex } from '#values/digest'

/** How often a meeting that somebody watches is read. */
const LOOK_MS = 1000
/** Every so many looks a sign of life, changed or not: a page without one says that it lost us. */
const BEAT_LOOKS = 5
/** Then the page comes back by itself, and its right to watch is asked again. */
const STREAM_LOOKS = 300
/** What a telephone that went to sleep may leave unread before it has to come back. */
const UNREAD_BYTES = 1_000_000

type Watcher = { stream: PassThrough; looks: number; seen: string | null }

/** One meeting in one language, read once a second for all who watch it, and not at all for nobody. */
class MeetingFeed {
  readonly #watchers = new Set<Watcher>()
  readonly #read: () => Promise<object>
  readonly #quiet: () => void
  #timer: NodeJS.Timeout | null = null
  #isReading = false

  constructor(read: () => Promise<object>, quiet: () => void) {
    this.#read = read
    this.#quiet = quiet
  }

  watch(lastId: string | null): Readable {
    const watcher = { stream: new PassThrough(), looks: 0, seen: lastId }
    watcher.stream.write('retry: 2000\n\n')
    watcher.stream.once('close', () => this.#leave(watcher))
    this.#watchers.add(watcher)
    this.#timer ??= setInterval(() => void this.look(), LOOK_MS).unref()
    void this.look()
    return watcher.stream
  }

  async look(): Promise<void> {
    if (this.#isReading) return
    this.#isReading = true
    try {
      const data = JSON.stringify(await this.#read())
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

  #leave(watcher: Watcher): void {
    this.#watchers.delete(watcher)
    if (this.#watchers.size > 0 || !this.#timer) return
    clearInterval(this.#timer)
    this.#timer = null
    this.#quiet()
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

type Watched = { assemblyId: string; locale: string; lastId: string | null; clock: Clock }

/** Server-sent events of a meeting: `meeting` with its state when that changed, `beat` otherwise. */
export function watchMeeting({ assemblyId, locale, lastId, clock }: Watched): Readable {
  endWithTheServer()
  const key = `${assemblyId}|${locale}`
  let feed = feeds.get(key)
  if (!feed) {
    const read = () => liveMeeting(assemblyId, locale, clock)
    feed = new MeetingFeed(read, () => feeds.delete(key))
    feeds.set(key, feed)
  }
  return feed.watch(lastId)
}
