import PDFDocument from 'pdfkit'
import { COLOURS, FACES, printable } from '#services/documents/pdf_page'

/** Where the window of a French DL envelope lies on a folded A4 sheet: 20 mm from the right. */
const WINDOW = { x: 312, y: 128, width: 227 }
const MARGIN = 57
const FOOTER = 62
const BODY_STARTS = 246

export type Letter = {
  locale: string
  house: string
  /** Name, street, town: what shows in the window. */
  address: string
  /** The sender, in small letters at the top. */
  sender: string
  placeAndDay: string
  subject: string
  greeting: string
  paragraphs: string[]
  agendaTitle: string
  agenda: { title: string; text: string; resolutions: { title: string; text: string }[] }[]
  closing: string[]
  /** The form to cut off and send back; null where there is none. */
  proxy: { title: string; lines: string[] } | null
  footer: string
  page: string
}

type Pdf = PDFKit.PDFDocument

/** All letters one after the other in one file, each on pages of its own, ready to be printed. */
export async function lettersPdf(
  letters: Letter[],
  { title, date, locale }: { title: string; date: Date; locale: string }
): Promise<Buffer> {
  const pdf = new PDFDocument({
    autoFirstPage: false,
    size: 'A4',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: FOOTER + 20 },
    lang: locale,
    displayTitle: true,
    info: { Title: title, Author: 'Peerfy', CreationDate: date, ModDate: date },
  })
  for (const [name, file] of Object.entries(FACES)) pdf.registerFont(name, file)
  const chunks: Buffer[] = []
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => pdf.on('end', resolve).on('error', reject))
  for (const letter of letters) writeLetter(pdf, letter)
  pdf.end()
  await ended
  return Buffer.concat(chunks)
}

function writeLetter(pdf: Pdf, letter: Letter): void {
  let number = 0
  const foot = () => writeFooter(pdf, letter, ++number)
  pdf.on('pageAdded', foot)
  pdf.addPage()
  head(pdf, letter)
  body(pdf, letter)
  if (letter.proxy) coupon(pdf, letter.proxy)
  pdf.off('pageAdded', foot)
}

/** The legal mention at the foot of every page, and the page's number within its letter. */
function writeFooter(pdf: Pdf, { footer, page }: Letter, number: number): void {
  const { x, y } = pdf
  const bottom = pdf.page.margins.bottom
  pdf.page.margins.bottom = 0
  const at = pdf.page.height - FOOTER
  const width = pdf.page.width - 2 * MARGIN
  pdf.font('text').fontSize(7.5).fillColor(COLOURS.muted)
  pdf.text(printable(footer), MARGIN, at, { width: width - 60, height: 30 })
  pdf.text(`${page} ${number}`, MARGIN, at, { width, align: 'right', lineBreak: false })
  pdf.page.margins.bottom = bottom
  pdf.x = x
  pdf.y = y
}

function head(pdf: Pdf, { house, sender, address, placeAndDay, subject }: Letter): void {
  pdf.font('title').fontSize(13).fillColor(COLOURS.ink).text(printable(house), MARGIN, MARGIN)
  pdf.font('text').fontSize(8.5).fillColor(COLOURS.muted)
  pdf.text(sender.split('\n').map(printable).join('\n'), MARGIN, undefined, { width: 220 })
  pdf.font('text').fontSize(11).fillColor(COLOURS.ink)
  pdf.text(address.split('\n').map(printable).join('\n'), WINDOW.x, WINDOW.y, {
    width: WINDOW.width,
    lineGap: 2,
  })
  pdf.fontSize(10).text(printable(placeAndDay), WINDOW.x, BODY_STARTS - 28, { width: WINDOW.width })
  pdf.font('bold').fontSize(11).text(printable(subject), MARGIN, BODY_STARTS)
  pdf.moveDown(0.9)
}

function body(pdf: Pdf, letter: Letter): void {
  const write = (text: string, font: string, size: number, indent = 0) => {
    pdf.font(font).fontSize(size).fillColor(COLOURS.ink)
    for (const line of text.split('\n')) {
      pdf.text(printable(line), MARGIN + indent, undefined, {
        width: pdf.page.width - 2 * MARGIN - indent,
      })
    }
  }
  write(letter.greeting, 'text', 10)
  pdf.moveDown(0.6)
  for (const paragraph of letter.paragraphs) {
    write(paragraph, 'text', 10)
    pdf.moveDown(0.5)
  }
  write(letter.agendaTitle, 'title', 12)
  pdf.moveDown(0.3)
  for (const [index, item] of letter.agenda.entries()) {
    write(`${index + 1}. ${item.title}`, 'bold', 10)
    if (item.text) write(item.text, 'text', 9.5, 14)
    for (const resolution of item.resolutions) {
      pdf.moveDown(0.2)
      write(resolution.title, 'bold', 9.5, 14)
      write(resolution.text, 'text', 9.5, 14)
    }
    pdf.moveDown(0.4)
  }
  for (const paragraph of letter.closing) {
    write(paragraph, 'text', 10)
    pdf.moveDown(0.5)
  }
}

/** The proxy on paper, below a dashed line, never cut by the end of a page. */
function coupon(pdf: Pdf, { title, lines }: NonNullable<Letter['proxy']>): void {
  const height = 44 + lines.length * 26
  if (pdf.y + height > pdf.page.height - FOOTER - 20) pdf.addPage()
  pdf.moveDown(0.8)
  const width = pdf.page.width - 2 * MARGIN
  pdf
    .moveTo(MARGIN, pdf.y)
    .lineTo(MARGIN + width, pdf.y)
    .dash(4, { space: 3 })
    .lineWidth(0.8)
    .stroke(COLOURS.muted)
    .undash()
  pdf.moveDown(0.8)
  pdf.font('title').fontSize(12).fillColor(COLOURS.ink).text(printable(title), MARGIN)
  pdf.moveDown(0.3).font('text').fontSize(9.5)
  for (const line of lines) pdf.text(printable(line), MARGIN, undefined, { width }).moveDown(0.5)
}
