/**
 * Gathers calls that arrive within a few milliseconds and hands them on as one batch, so that
 * many durable answers cost one transaction. One batch runs at a time: while it does, the next
 * gathers. A failed batch rejects each of its calls; none is retried here.
 */
export class GroupCommit<T, R> {
  #waiting: { item: T; resolve: (result: R) => void; reject: (error: unknown) => void }[] = []
  #running = false
  #timer: NodeJS.Timeout | null = null

  constructor(
    private readonly options: { delayMs: number; maxBatch: number; maxWaiting: number },
    private readonly commit: (items: T[]) => Promise<R[]>
  ) {}

  add(item: T): Promise<R> {
    if (this.#waiting.length >= this.options.maxWaiting) {
      return Promise.reject(new Error('too many writes are waiting for the database'))
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      if (!this.#running && this.#timer === null) {
        this.#timer = setTimeout(() => this.#run(), this.options.delayMs)
      }
    })
  }

  /** Resolves once everything added so far has been answered. */
  async drain(): Promise<void> {
    while (this.#running || this.#waiting.length > 0) {
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }

  async #run(): Promise<void> {
    this.#timer = null
    this.#running = true
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.options.maxBatch)
      try {
        const results = await this.commit(batch.map((entry) => entry.item))
        batch.forEach((entry, at) => entry.resolve(results[at]))
      } catch (error) {
        for (const entry of batch) entry.reject(error)
      }
    }
    this.#running = false
  }
}
