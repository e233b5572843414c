import type { Connection, ClientBase, Submittable } from 'pg'
import type { Socket } from 'node:net'

/** Message codes of PostgreSQL's wire protocol. */
const COPY_DATA = 0x64
const COPY_DONE = 0x63
const ERROR = 0x45
/** A message's code and its length, which counts itself. */
const HEAD = 5
/** "PGCOPY\n\377\r\n\0", flags and the length of what they extend. */
const SIGNATURE = 19

/** Gets the fields of a row: where its first length word lies, after the number of fields. */
export type TakeRow = (bytes: Buffer, view: DataView, at: number) => void

/**
 * Runs `COPY (…) TO STDOUT (FORMAT binary)` and hands each row over where it lies in the bytes that
 * came from the socket. A month has millions of rows: a stream of chunks, which makes two objects
 * of each row, takes longer than all that is done with them.
 *
 * @param query a COPY whose rows are all of binary format; takes no parameters
 * @throws what PostgreSQL answers
 */
export function copyBinary(client: ClientBase, query: string, take: TakeRow): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new BinaryCopy(query, take, resolve, reject))
  })
}

class BinaryCopy implements Submittable {
  #socket!: Socket
  #parser!: (bytes: Buffer) => void
  #rest: Buffer = Buffer.alloc(0)
  #isFirst = true
  #failure: Error | null = null
  readonly #onData = (bytes: Buffer) => this.#parse(bytes)

  constructor(
    readonly text: string,
    readonly take: TakeRow,
    readonly resolve: () => void,
    readonly reject: (error: Error) => void
  ) {}

  /** Stands between the socket and the driver's own parser until the last row has come. */
  submit(connection: Connection): void {
    const { stream } = connection as unknown as { stream: Socket }
    this.#socket = stream
    const [parser] = stream.listeners('data')
    this.#parser = parser as (bytes: Buffer) => void
    stream.removeListener('data', this.#parser)
    stream.on('data', this.#onData)
    connection.query(this.text)
  }

  handleError(error: Error): void {
    this.#detach(Buffer.alloc(0))
    this.reject(error)
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    if (this.#failure) this.reject(this.#failure)
    else this.resolve()
  }

  #parse(bytes: Buffer): void {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    const view = new DataView(all.buffer, all.byteOffset, all.length)
    let at = 0
    while (at + HEAD <= all.length) {
      const code = all[at]
      if (code === ERROR) return this.#detach(all.subarray(at))
      const end = at + 1 + view.getInt32(at + 1)
      if (end > all.length) break
      if (code === COPY_DONE) return this.#detach(all.subarray(end))
      if (code === COPY_DATA) this.#takeRow(all, view, at + HEAD)
      at = end
    }
    this.#rest = all.subarray(at)
  }

  #takeRow(bytes: Buffer, view: DataView, start: number): void {
    let at = start
    if (this.#isFirst) {
      this.#isFirst = false
      at += SIGNATURE
      // The signature comes with the first row or alone.
      if (bytes.length < at + 2 || view.getInt32(start - 4) - 4 === SIGNATURE) return
    }
    if (view.getInt16(at) < 0 || this.#failure) return
    try {
      this.take(bytes, view, at + 2)
    } catch (error) {
      // The rows that still come are let go: the connection must stay in step.
      this.#failure = error as Error
    }
  }

  #detach(unread: Buffer): void {
    if (!this.#socket.listeners('data').includes(this.#onData)) return
    this.#socket.removeListener('data', this.#onData)
    this.#socket.on('data', this.#parser)
    this.#rest = Buffer.alloc(0)
    if (unread.length > 0) this.#parser(unread)
  }
}
