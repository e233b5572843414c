/** What a path of ours asks for. */
export type TrackerUrl =
  | { action: 'announce' | 'scrape'; token: string | null; query: string }
  | { action: 'media'; token: string | null; infoHashHex: string; path: string; query: string }

const MEDIA = /^\/media\/([0-9a-f]{40})(?:\/(.*))?$/i

/**
 * Recognises our paths: /announce, /scrape, /media/<info-hash>/…, each also under /t/<token>.
 *
 * @returns null for what is left to the framework
 */
export function readTrackerUrl(url: string): TrackerUrl | null {
  // Every page of the site passes here: most are told apart by their second character.
  const second = url.charCodeAt(1)
  if (second !== 116 && second !== 97 && second !== 115 && second !== 109) return null
  const mark = url.indexOf('?')
  const query = mark < 0 ? '' : url.slice(mark + 1)
  let path = mark < 0 ? url : url.slice(0, mark)
  let token: string | null = null
  if (path.startsWith('/t/')) {
    const end = path.indexOf('/', 3)
    if (end < 0) return null
    token = path.slice(3, end)
    path = path.slice(end)
  }
  if (path === '/announce') return { action: 'announce', token, query }
  if (path === '/scrape') return { action: 'scrape', token, query }
  const media = MEDIA.exec(path)
  if (!media) return null
  return {
    action: 'media',
    token,
    infoHashHex: media[1].toLowerCase(),
    path: media[2] ?? '',
    query,
  }
}
