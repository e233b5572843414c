/**
 * A frozen input that cannot be allocated. Says where (file and line) and what to do; the run that
 * meets it writes nothing.
 */
export class AllocationInputError extends Error {
  constructor(
    readonly file: string,
    readonly line: number,
    readonly reason: string
  ) {
    super(`${file}, line ${line}: ${reason}`)
    this.name = 'AllocationInputError'
  }
}

/** A directory or file that cannot be read or written. */
export class AllocationFileError extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'AllocationFileError'
  }
}
