type PlainMail = {
  locale: string
  /** One paragraph each. */
  lines: string[]
  button?: { label: string; url: string }
  signature: string
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign])

/** The two forms of a mail: text first, and a plain page of it. */
export function plainMail({ locale, lines, button, signature }: PlainMail) {
  const link = button ? [`<p><a href="${escape(button.url)}">${escape(button.label)}</a></p>`] : []
  return {
    text: [...lines, ...(button ? [`${button.label} :\n${button.url}`] : []), signature].join(
      '\n\n'
    ),
    html: [
      `<!doctype html><html lang="${locale}"><body`,
      ' style="font:16px/1.5 sans-serif;max-width:36em;margin:2em auto;padding:0 1em">',
      ...lines.map((line) => `<p>${escape(line)}</p>`),
      ...link,
      `<p>${escape(signature)}</p></body></html>`,
    ].join('\n'),
  }
}
