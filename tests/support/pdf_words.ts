import { extractText, getDocumentProxy } from 'unpdf'

/** What a reader finds on the pages of a PDF, line by line, with plain spaces. */
export async function pdfWords(pdf: Buffer): Promise<string> {
  const document = await getDocumentProxy(new Uint8Array(pdf))
  const { text } = await extractText(document)
  return text.join('\n').replace(/[\u00a0\u202f]/g, ' ')
}
