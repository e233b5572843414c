import { rgb, type PaletteName } from '#services/demo/media/palette'

/** A bare RGBA canvas with antialiased discs and lines: all that the demo's film needs. */
export class Canvas {
  readonly pixels: Uint8Array

  constructor(
    readonly width: number,
    readonly height: number
  ) {
    this.pixels = new Uint8Array(width * height * 4)
  }

  clear(colour: PaletteName) {
    const [red, green, blue] = rgb(colour)
    for (let at = 0; at < this.pixels.length; at += 4) {
      this.pixels[at] = red
      this.pixels[at + 1] = green
      this.pixels[at + 2] = blue
      this.pixels[at + 3] = 255
    }
  }

  disc(x: number, y: number, radius: number, colour: PaletteName, opacity = 1) {
    this.#fill(
      x - radius,
      y - radius,
      x + radius,
      y + radius,
      colour,
      opacity,
      (px, py) => radius - Math.hypot(px - x, py - y)
    )
  }

  line(
    x1: number,
    y1: number,
    x2: number,
    y2: number,
    width: number,
    colour: PaletteName,
    opacity = 1
  ) {
    const dx = x2 - x1
    const dy = y2 - y1
    const length = dx * dx + dy * dy || 1
    const left = Math.min(x1, x2) - width
    const top = Math.min(y1, y2) - width
    this.#fill(
      left,
      top,
      Math.max(x1, x2) + width,
      Math.max(y1, y2) + width,
      colour,
      opacity,
      (px, py) => {
        const along = Math.max(0, Math.min(1, ((px - x1) * dx + (py - y1) * dy) / length))
        return width / 2 - Math.hypot(px - x1 - along * dx, py - y1 - along * dy)
      }
    )
  }

  /** `inside` answers the signed distance to the edge in pixels; half a pixel of it is blended. */
  #fill(
    left: number,
    top: number,
    right: number,
    bottom: number,
    colour: PaletteName,
    opacity: number,
    inside: (x: number, y: number) => number
  ) {
    const [red, green, blue] = rgb(colour)
    const lastX = Math.min(this.width - 1, Math.ceil(right) + 1)
    const lastY = Math.min(this.height - 1, Math.ceil(bottom) + 1)
    for (let y = Math.max(0, Math.floor(top) - 1); y <= lastY; y++) {
      for (let x = Math.max(0, Math.floor(left) - 1); x <= lastX; x++) {
        const cover = Math.max(0, Math.min(1, inside(x, y) + 0.5)) * opacity
        if (cover === 0) continue
        const at = (y * this.width + x) * 4
        this.pixels[at] += Math.round((red - this.pixels[at]) * cover)
        this.pixels[at + 1] += Math.round((green - this.pixels[at + 1]) * cover)
        this.pixels[at + 2] += Math.round((blue - this.pixels[at + 2]) * cover)
      }
    }
  }
}
