const HERE = 'http://here.invalid'
const MAX_CHARS = 500

/**
 * A way back that a link carried: a path of this site, null for anything that a browser could read
 * as another site (`//elsewhere`, a scheme, a backslash, signs that are dropped on the way).
 */
export function sameSitePath(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > MAX_CHARS) return null
  if (!/^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(text)) return null
  if (!URL.canParse(text, HERE)) return null
  const url = new URL(text, HERE)
  const path = `${url.pathname}${url.search}`
  return url.origin === HERE && !path.startsWith('//') ? path : null
}
