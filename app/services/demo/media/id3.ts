export interface Tags {
  title: string
  artist: string
  album: string
  year: string
  copyright: string
}

/** An ID3v2.3 header (UTF-16 text frames), to stand in front of the MP3 frames. */
export function id3(tags: Tags): Buffer {
  const frames = Buffer.concat([
    frame('TIT2', tags.title),
    frame('TPE1', tags.artist),
    frame('TALB', tags.album),
    frame('TYER', tags.year),
    frame('TCOP', tags.copyright),
  ])
  const header = Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, ...synchsafe(frames.length)])
  return Buffer.concat([header, frames])
}

function frame(name: string, text: string): Buffer {
  const body = Buffer.concat([Buffer.from([1, 0xff, 0xfe]), Buffer.from(text, 'utf16le')])
  const header = Buffer.alloc(10)
  header.write(name, 0, 'latin1')
  header.writeUInt32BE(body.length, 4)
  return Buffer.concat([header, body])
}

/** Seven bits a byte: the format keeps the eighth free so that no sync word appears by chance. */
function synchsafe(value: number): number[] {
  return [21, 14, 7, 0].map((shift) => (value >>> shift) & 0x7f)
}
