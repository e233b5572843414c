import PDFDocument from 'pdfkit'
import { COLOURS, FACES, printable } from '#services/documents/pdf_page'

const EDGE = 34
const MARGIN = 84

export type Certificate = {
  locale: string
  /** Stands for "now", so that the file depends on its content alone. */
  date: Date
  house: string
  title: string
  number: string
  /** « La coopérative certifie que » */
  opening: string
  name: string
  /** What is certified, one sentence a line. */
  sentences: string[]
  facts: { label: string; value: string }[]
  place: string
  /** In whose name it is signed, by whom, and the word beneath the line for the signature. */
  signature: { for: string; by: string; line: string }
  fingerprint: { label: string; value: string }
  note: string
  footer: string
}

/** One page within a double frame, centred, as people hang it on a wall; A4, black on white. */
export async function certificatePdf(certificate: Certificate): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: EDGE },
    lang: certificate.locale,
    displayTitle: true,
    info: {
      Title: `${certificate.title} ${certificate.number}`,
      Author: certificate.house,
      Producer: 'Peerfy',
      Creator: 'Peerfy',
      CreationDate: certificate.date,
      ModDate: certificate.date,
    },
  })
  for (const [name, file] of Object.entries(FACES)) pdf.registerFont(name, file)
  frame(pdf)
  head(pdf, certificate)
  body(pdf, certificate)
  foot(pdf, certificate)
  const chunks: Buffer[] = []
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => pdf.on('end', resolve).on('error', reject))
  pdf.end()
  await ended
  return Buffer.concat(chunks)
}

type Pdf = PDFKit.PDFDocument

const widthOf = (pdf: Pdf) => pdf.page.width - 2 * MARGIN

function frame(pdf: Pdf): void {
  const { width, height } = pdf.page
  pdf
    .rect(EDGE, EDGE, width - 2 * EDGE, height - 2 * EDGE)
    .lineWidth(2.2)
    .stroke(COLOURS.ink)
  const inner = EDGE + 6
  pdf
    .rect(inner, inner, width - 2 * inner, height - 2 * inner)
    .lineWidth(0.6)
    .stroke(COLOURS.ink)
  for (const [x, y] of [
    [inner, inner],
    [width - inner, inner],
    [inner, height - inner],
    [width - inner, height - inner],
  ]) {
    pdf.circle(x, y, 7).fillAndStroke('#ffffff', COLOURS.ink)
    pdf.circle(x, y, 2.6).fill(COLOURS.ink)
  }
}

function centred(pdf: Pdf, font: string, size: number, colour: string, text: string): void {
  pdf.font(font).fontSize(size).fillColor(colour)
  pdf.text(printable(text), MARGIN, undefined, { width: widthOf(pdf), align: 'center' })
}

function head(pdf: Pdf, { house, title, number }: Certificate): void {
  pdf.y = MARGIN + 4
  centred(pdf, 'title', 15, COLOURS.ink, house)
  pdf.moveDown(1.6)
  centred(pdf, 'title', 30, COLOURS.ink, title)
  pdf.moveDown(0.25)
  centred(pdf, 'text', 12, COLOURS.muted, number)
  pdf.moveDown(1)
  const middle = pdf.page.width / 2
  pdf
    .moveTo(middle - 60, pdf.y)
    .lineTo(middle + 60, pdf.y)
    .lineWidth(1.2)
    .stroke(COLOURS.ink)
  pdf.moveDown(1.6)
}

function body(pdf: Pdf, { opening, name, sentences, facts }: Certificate): void {
  centred(pdf, 'text', 12.5, COLOURS.ink, opening)
  pdf.moveDown(0.7)
  centred(pdf, 'title', 24, COLOURS.ink, name)
  pdf.moveDown(0.7)
  for (const sentence of sentences) {
    centred(pdf, 'text', 13, COLOURS.ink, sentence)
    pdf.moveDown(0.35)
  }
  pdf.moveDown(1.4)
  const column = widthOf(pdf) / facts.length
  const y = pdf.y
  for (const [index, fact] of facts.entries()) {
    const at = { width: column, align: 'center' } as const
    pdf.font('text').fontSize(9).fillColor(COLOURS.muted)
    pdf.text(printable(fact.label), MARGIN + index * column, y, at)
    pdf.font('bold').fontSize(14).fillColor(COLOURS.ink)
    pdf.text(printable(fact.value), MARGIN + index * column, y + 13, at)
  }
  pdf.x = MARGIN
  pdf.y = y + 48
}

/** Place and date, room for the signature, the hash that ties the paper to the register, the legal mention. */
function foot(pdf: Pdf, certificate: Certificate): void {
  const { place, signature, fingerprint, note, footer } = certificate
  pdf.y = Math.max(pdf.y + 14, pdf.page.height - 332)
  centred(pdf, 'bold', 11.5, COLOURS.ink, place)
  pdf.moveDown(0.5)
  centred(pdf, 'text', 10.5, COLOURS.muted, signature.for)
  centred(pdf, 'text', 11.5, COLOURS.ink, signature.by)
  const line = pdf.page.height - 204
  const middle = pdf.page.width / 2
  pdf
    .moveTo(middle - 95, line)
    .lineTo(middle + 95, line)
    .lineWidth(0.6)
    .stroke(COLOURS.muted)
  pdf.y = line + 4
  centred(pdf, 'text', 8.5, COLOURS.muted, signature.line)
  pdf.y = pdf.page.height - 172
  centred(pdf, 'text', 8.5, COLOURS.muted, fingerprint.label)
  pdf.moveDown(0.2).font('Courier').fontSize(8).fillColor(COLOURS.ink)
  pdf.text(fingerprint.value, MARGIN - 20, undefined, {
    width: widthOf(pdf) + 40,
    align: 'center',
  })
  pdf.moveDown(0.7)
  centred(pdf, 'text', 8.5, COLOURS.muted, note)
  pdf.moveDown(0.7)
  centred(pdf, 'text', 8, COLOURS.muted, footer)
}
