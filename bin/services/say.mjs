/** An error for a person: one sentence that says what to do, shown without a stack. */
export class PlainError extends Error {}

/** Runs a script's main function: plain errors become one line, others keep their stack. */
export async function runMain(main) {
  // Whoever read our output may be gone; what has to be stopped is stopped all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  try {
    const code = await main()
    if (typeof code === 'number') process.exit(code)
  } catch (error) {
    process.stderr.write(
      error instanceof PlainError ? `\n${error.message}\n` : `\n${error?.stack ?? error}\n`
    )
    process.exit(1)
  }
}

/** Numbered progress lines: what is being done, then how long it took. */
export class Progress {
  #number = 0
  #started = Date.now()
  #open = false

  constructor(write = (text) => process.stdout.write(text)) {
    this.write = write
  }

  /** Seconds since the start, `3.4 s`. */
  elapsed(since = this.#started) {
    return `${((Date.now() - since) / 1000).toFixed(1)} s`
  }

  /** A whole line; one that is still waiting for its time is ended first. */
  line(text = '') {
    this.write(`${this.#open ? '\n' : ''}${text}\n`)
    this.#open = false
  }

  /** Says what is being done, does it, says how long it took. */
  async step(text, work) {
    const began = Date.now()
    const label = `${String(++this.#number).padStart(2)}. ${text} `.padEnd(44, '.')
    this.write(label)
    this.#open = true
    const note = await work()
    const told = `${this.elapsed(began)}${note ? `  (${note})` : ''}`
    this.write(this.#open ? ` ${told}\n` : `    ${told}\n`)
    this.#open = false
  }
}
