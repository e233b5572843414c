import { fileURLToPath } from 'node:url'
import PDFDocument from 'pdfkit'
import QRCode from 'qrcode'

/** Faces with every letter of Europe, embedded in the file; the built-in ones know Western names only. */
const face = (file: string) => fileURLToPath(import.meta.resolve(`@expo-google-fonts/${file}`))
export const FACES = {
  text: face('source-sans-3/400Regular/SourceSans3_400Regular.ttf'),
  bold: face('source-sans-3/700Bold/SourceSans3_700Bold.ttf'),
  title: face('bricolage-grotesque/700Bold/BricolageGrotesque_700Bold.ttf'),
}

/** The colours of money of the theme, and ink; the same meaning as on every page. */
export const COLOURS = {
  artists: '#ec6d3d',
  causes: '#46a16b',
  costs: '#4f7eae',
  vat: '#cdbc9a',
  fees: '#ada490',
  ink: '#032628',
  muted: '#4a5f60',
  line: '#d1cec2',
} as const

const MARGIN = 54
const FOOTER_HEIGHT = 40
const BAR_HEIGHT = 12
const CODE_SIDE = 96

/** `width` is a share of the line; figures stand at its right end. */
export type PdfColumn = { width: number; number?: boolean; head?: string }
export type PdfBar = { label: string; amount: string; share: number; colour: string }

/** A4 in black on white, written from top to bottom; the same calls give the same bytes. */
export class PdfPage {
  readonly #pdf: PDFKit.PDFDocument
  readonly #footer: string
  /** How much of the usual space stands between lines. */
  readonly #air: number
  readonly #pageWord: (page: number, pages: number) => string

  constructor(options: {
    title: string
    locale: string
    /** Stands for "now", so that the file depends on its content alone. */
    date: Date
    footer: string
    pageWord: (page: number, pages: number) => string
    /** Less space between the lines, where that saves a page. */
    dense?: boolean
  }) {
    this.#air = options.dense ? 0.4 : 1
    this.#footer = printable(options.footer)
    this.#pageWord = options.pageWord
    this.#pdf = new PDFDocument({
      size: 'A4',
      margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + FOOTER_HEIGHT },
      bufferPages: true,
      lang: options.locale,
      displayTitle: true,
      info: {
        Title: options.title,
        Author: 'Peerfy',
        Producer: 'Peerfy',
        Creator: 'Peerfy',
        CreationDate: options.date,
        ModDate: options.date,
      },
    })
    for (const [name, file] of Object.entries(FACES)) this.#pdf.registerFont(name, file)
  }

  get #width() {
    return this.#pdf.page.width - 2 * MARGIN
  }

  header(name: string, title: string, below: string): this {
    const pdf = this.#pdf
    pdf.font('title').fontSize(11).fillColor(COLOURS.artists).text(name)
    pdf.moveDown(0.6).fontSize(20).fillColor(COLOURS.ink).text(printable(title))
    pdf.font('text').fontSize(10).fillColor(COLOURS.muted).text(printable(below))
    pdf.moveDown(1)
    return this
  }

  get pages(): number {
    return this.#pdf.bufferedPageRange().count
  }

  /** What follows stands on a page of its own. */
  newPage(): this {
    this.#pdf.addPage()
    return this
  }

  /** What follows stands on one page, as long as it takes no more than so many points. */
  together(points: number): this {
    this.#room(points)
    return this
  }

  heading(text: string): this {
    this.#room(70)
    const pdf = this.#pdf.moveDown(0.9 * this.#air)
    pdf.font('title').fontSize(12).fillColor(COLOURS.ink)
    pdf.text(printable(text), MARGIN).moveDown(0.3)
    return this
  }

  paragraph(text: string): this {
    this.#room(30)
    this.#pdf.font('text').fontSize(9.5).fillColor(COLOURS.muted)
    this.#pdf.text(printable(text), MARGIN, undefined, { width: this.#width })
    this.#pdf.moveDown(0.4 * this.#air)
    return this
  }

  /** Long hashes in a face where every sign is as wide. */
  fingerprint(label: string, value: string): this {
    this.#room(30)
    const pdf = this.#pdf
    pdf.font('text').fontSize(8.5).fillColor(COLOURS.muted).text(printable(label), MARGIN)
    pdf.font('Courier').fontSize(8.5).fillColor(COLOURS.ink).text(value, { width: this.#width })
    pdf.moveDown(0.3)
    return this
  }

  /** An address for a phone, drawn as squares; in words beside it, and a link on a screen. */
  code(address: string, words: string): this {
    this.#room(CODE_SIDE + 16)
    const pdf = this.#pdf
    const y = pdf.y + 6
    const { size, data } = QRCode.create(address, { errorCorrectionLevel: 'M' }).modules
    const side = CODE_SIDE / size
    for (const [at, dark] of data.entries()) {
      if (dark) pdf.rect(MARGIN + (at % size) * side, y + Math.floor(at / size) * side, side, side)
    }
    pdf.fill(COLOURS.ink).link(MARGIN, y, CODE_SIDE, CODE_SIDE, address)
    const [left, width] = [MARGIN + CODE_SIDE + 16, this.#width - CODE_SIDE - 16]
    pdf.font('text').fontSize(9.5).fillColor(COLOURS.muted)
    pdf.text(printable(words), left, y, { width }).moveDown(0.4)
    pdf.font('Courier').fontSize(8.5).fillColor(COLOURS.ink).text(address, { width })
    pdf.x = MARGIN
    pdf.y = y + CODE_SIDE + 10
    return this
  }

  /** The picture: one bar a part, as long as its share, its words beside it. */
  bars(bars: PdfBar[]): this {
    const pdf = this.#pdf
    const [labelWidth, amountWidth] = [130, 80]
    const room = this.#width - labelWidth - amountWidth - 12
    for (const bar of bars) {
      this.#room(BAR_HEIGHT + 8)
      const y = pdf.y
      pdf.font('text').fontSize(9.5).fillColor(COLOURS.ink)
      pdf.text(printable(bar.label), MARGIN, y + 1, { width: labelWidth - 6, lineBreak: false })
      pdf.rect(MARGIN + labelWidth, y, Math.max(0.8, room * bar.share), BAR_HEIGHT)
      pdf.fillAndStroke(bar.colour, COLOURS.ink)
      pdf.fillColor(COLOURS.ink).font('bold')
      pdf.text(printable(bar.amount), MARGIN + this.#width - amountWidth, y + 1, {
        width: amountWidth,
        align: 'right',
        lineBreak: false,
      })
      pdf.x = MARGIN
      pdf.y = y + BAR_HEIGHT + 7
    }
    return this
  }

  /** The heads stand again on each page that the table goes on to. */
  table(columns: PdfColumn[], rows: string[][]): this {
    const heads = columns.map((column) => column.head ?? '')
    const head = () => {
      if (heads.some(Boolean)) this.#row(columns, heads, 'bold')
    }
    head()
    for (const row of rows) this.#row(columns, row, 'text', head)
    this.#pdf.x = MARGIN
    this.#pdf.y += 5
    return this
  }

  #row(columns: PdfColumn[], cells: string[], font: string, onNewPage?: () => void): void {
    const pdf = this.#pdf
    pdf.font(font).fontSize(9)
    const widths = columns.map((column) => column.width * this.#width - 6)
    const texts = cells.map(printable)
    const height = Math.max(
      ...texts.map((text, index) => pdf.heightOfString(text, { width: widths[index] }))
    )
    const above = 3 * this.#air
    if (this.#room(height + 2 * above)) onNewPage?.()
    pdf.font(font).fontSize(9)
    const y = pdf.y
    pdf
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + this.#width, y)
      .lineWidth(0.4)
      .stroke(COLOURS.line)
    let x = MARGIN
    for (const [index, column] of columns.entries()) {
      const align = column.number ? 'right' : 'left'
      pdf.fillColor(COLOURS.ink).text(texts[index], x, y + above, { width: widths[index], align })
      x += column.width * this.#width
    }
    pdf.y = y + height + 2 * above
  }

  /** Starts a new page when less than so many points are left; says whether it did. */
  #room(points: number): boolean {
    const bottom = this.#pdf.page.height - MARGIN - FOOTER_HEIGHT
    if (this.#pdf.y + points <= bottom) return false
    this.#pdf.addPage()
    return true
  }

  async bytes(): Promise<Buffer> {
    const pdf = this.#pdf
    const { start, count } = pdf.bufferedPageRange()
    for (let page = start; page < start + count; page++) {
      pdf.switchToPage(page)
      pdf.page.margins.bottom = 0
      const y = pdf.page.height - MARGIN - 14
      pdf.font('text').fontSize(7.5).fillColor(COLOURS.muted)
      pdf.text(this.#footer, MARGIN, y, { width: this.#width - 70, height: 24 })
      pdf.text(printable(this.#pageWord(page + 1, count)), MARGIN + this.#width - 60, y, {
        width: 60,
        align: 'right',
      })
    }
    const chunks: Buffer[] = []
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
    const ended = new Promise<void>((resolve, reject) => pdf.on('end', resolve).on('error', reject))
    pdf.end()
    await ended
    return Buffer.concat(chunks)
  }
}

/** Drawn once more with less space between the lines, where that saves the second page. */
export function onOnePage(draw: (dense: boolean) => PdfPage): PdfPage {
  const page = draw(false)
  if (page.pages === 1) return page
  const dense = draw(true)
  return dense.pages === 1 ? dense : page
}

/** Signs of scripts that the faces lack become a question mark; accents over them are let go first. */
export function printable(text: string): string {
  return text
    .normalize('NFC')
    .replace(UNPRINTABLE, (sign) => sign.normalize('NFD')[0].replace(UNPRINTABLE, '?'))
}
const UNPRINTABLE =
  /[^\n\u0020-\u007e\u00a0-\u024f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1eff\u2009-\u2044\u20ac\u2122\u2190-\u2193\u2212]/gu
