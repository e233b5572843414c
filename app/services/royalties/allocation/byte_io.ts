/** Where rows come from: fills a buffer from its start and says how much; 0 is the end. */
export interface ByteSource {
  read(into: Uint8Array): number | Promise<number>
}

/** Where rows go. The bytes are only valid until the call (or its promise) is done. */
export interface ByteSink {
  write(bytes: Uint8Array): void | Promise<void>
}

/** A source over any stream of bytes, for example PostgreSQL's COPY. */
export function streamSource(chunks: AsyncIterable<Uint8Array>): ByteSource {
  const iterator = chunks[Symbol.asyncIterator]()
  let rest: Uint8Array = new Uint8Array(0)
  return {
    async read(into) {
      while (rest.length === 0) {
        const next = await iterator.next()
        if (next.done) return 0
        rest = next.value
      }
      const length = Math.min(rest.length, into.length)
      into.set(rest.subarray(0, length))
      rest = rest.subarray(length)
      return length
    },
  }
}

/** A source over bytes in memory. */
export function memorySource(content: Uint8Array | string): ByteSource {
  let rest: Uint8Array = typeof content === 'string' ? Buffer.from(content) : content
  return {
    read(into) {
      const length = Math.min(rest.length, into.length)
      into.set(rest.subarray(0, length))
      rest = rest.subarray(length)
      return length
    },
  }
}

/** A sink that keeps everything in memory, for small files and tests. */
export class MemorySink implements ByteSink {
  readonly #chunks: Buffer[] = []

  write(bytes: Uint8Array): void {
    this.#chunks.push(Buffer.from(bytes))
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks)
  }

  toString(): string {
    return this.bytes().toString('utf8')
  }
}
