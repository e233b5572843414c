import { extractText, getDocumentProxy } from 'unpdf'

/** What a reader finds on each page of a PDF, line by line, with plain spaces. */
export async function pdfPages(pdf: Buffer): Promise<string[]> {
  const document = await getDocumentProxy(new Uint8Array(pdf))
  const { text } = await extractText(document)
  return text.map((page) => page.replace(/[\u00a0\u202f]/g, ' '))
}

/** The pages of a PDF as one text. */
export const pdfWords = async (pdf: Buffer): Promise<string> => (await pdfPages(pdf)).join('\n')
