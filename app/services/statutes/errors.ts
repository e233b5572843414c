/** A refusal that says what to do; nothing was changed. `code` is its key in the texts. */
export class StatutesError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly figures: Record<string, string | number> = {}
  ) {
    super(message)
    this.name = 'StatutesError'
  }
}

/** Nothing can be subscribed, decided or counted without statutes. */
export class StatutesMissingError extends StatutesError {
  constructor(readonly day: string) {
    super('missing', `No statutes are in force on ${day}: adopt a version first`, { day })
  }
}
