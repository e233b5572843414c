export type PlainMail = {
  locale: string
  /** One paragraph each. */
  lines: string[]
  button?: { label: string; url: string }
  signature: string
  /** Who sends it, as registered; empty where nothing is. */
  mention?: string
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign])

const ADDRESS = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]»]/g

/** The site's paper and ink; a reader in the dark gets the dark page, where the program knows it. */
const STYLE = `
  body { margin: 0; padding: 2em 1em; background: #fdfaf4; color: #133035;
         font: 16px/1.55 "Atkinson Hyperlegible Next", Verdana, sans-serif; }
  main { max-width: 36em; margin: 0 auto; overflow-wrap: anywhere; }
  a { color: inherit; }
  .name { margin: 0 0 1.5em; font-weight: bold; font-size: 1.3em; }
  .name span { color: #e8683f; }
  .act a { display: inline-block; padding: 0.6em 1.1em; border-radius: 0.4em;
           background: #04181b; color: #fdfaf4; font-weight: bold; text-decoration: none; }
  .sign { margin-top: 2em; padding-top: 1em; border-top: 1px solid #d8d3c8; }
  .mention { font-size: 0.8em; }
  @media (prefers-color-scheme: dark) {
    body { background: #04181b; color: #f4efe6; }
    .act a { background: #f4efe6; color: #04181b; }
    .sign { border-color: #2a4347; }
  }
`

/** A paragraph, the addresses in it to be followed. */
function paragraph(line: string): string {
  let text = ''
  let from = 0
  for (const { 0: address, index } of line.matchAll(ADDRESS)) {
    text += `${escape(line.slice(from, index))}<a href="${escape(address)}">${escape(address)}</a>`
    from = index + address.length
  }
  return `<p>${text}${escape(line.slice(from))}</p>`
}

/** The two forms of a mail: text first, and a plain page of it. */
export function plainMail({ locale, lines, button, signature, mention }: PlainMail) {
  const colon = locale === 'fr' ? '\u00a0:' : ':'
  const link = button && `<a href="${escape(button.url)}">${escape(button.label)}</a>`
  return {
    text: [
      ...lines,
      ...(button ? [`${button.label}${colon}\n${button.url}`] : []),
      signature,
      // What stands after this line is no part of the letter: programs know it, and fold it away.
      ...(mention ? [`-- \n${mention}`] : []),
    ].join('\n\n'),
    html: [
      `<!doctype html><html lang="${locale}"><head><meta charset="utf-8">`,
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      '<meta name="color-scheme" content="light dark">',
      `<title>Peerfy</title><style>${STYLE}</style></head><body><main>`,
      '<p class="name">peerfy<span>.</span></p>',
      ...lines.map(paragraph),
      ...(link ? [`<p class="act">${link}</p>`] : []),
      `<p class="sign">${escape(signature)}</p>`,
      ...(mention ? [`<p class="mention">${escape(mention)}</p>`] : []),
      '</main></body></html>',
    ].join('\n'),
  }
}
