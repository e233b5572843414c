export type ArticleDifference = { heading: string; before: string; after: string }

/**
 * The articles whose words change, as they read before and after: Markdown without its marks, a line
 * of a table as its cells.
 */
export function articleDifferences(before: string, after: string): ArticleDifference[] {
  const [old, now] = [articlesOf(before), articlesOf(after)]
  const headings = [...new Set([...now.keys(), ...old.keys()])]
  return headings
    .map((heading) => ({
      heading,
      before: old.get(heading) ?? '',
      after: now.get(heading) ?? '',
    }))
    .filter((article) => article.before !== article.after)
}

/** The words under each heading, of whatever depth. */
function articlesOf(body: string): Map<string, string> {
  const articles = new Map<string, string>()
  let heading = ''
  for (const line of body.split('\n')) {
    const found = /^#{1,6}\s+(.*)$/.exec(line)
    if (found) heading = found[1].trim()
    else articles.set(heading, `${articles.get(heading) ?? ''}${line}\n`)
  }
  for (const [name, text] of articles) articles.set(name, plain(text))
  return articles
}

const plain = (text: string) =>
  text
    .replaceAll('**', '')
    .replace(/^\|[\s|:-]*\|$/gm, '')
    .replace(/^\|\s*(.*?)\s*\|$/gm, (_, cells: string) => cells.replace(/\s*\|\s*/g, ' · '))
    .replace(/\n{2,}/g, '\n')
    .trim()
