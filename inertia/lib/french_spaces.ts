const NO_BREAK = '\u00a0'
const BEFORE = / (?=[:;!?»%€](?:$|[\s.,;:!?)\]}’…]))/g
const AFTER = /« /g

/**
 * French signs keep to their word: a no-break space before « : ; ! ? » % € » and inside guillemets,
 * so that no line begins with one. The texts are written with plain spaces.
 */
export function frenchSpaces(text: string): string {
  return text.replace(BEFORE, NO_BREAK).replace(AFTER, `«${NO_BREAK}`)
}
