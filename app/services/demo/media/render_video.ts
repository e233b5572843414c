import { FILM, filmFrames } from '#services/demo/media/film'

/** The demo's silent film as an MP4 file (H.264, 480 × 270, 15 frames a second). */
export async function renderVideo(): Promise<Buffer> {
  const { default: H264 } = await import('h264-mp4-encoder')
  const encoder = await H264.createH264MP4Encoder()
  try {
    encoder.width = FILM.width
    encoder.height = FILM.height
    encoder.frameRate = FILM.framesPerSecond
    encoder.quantizationParameter = 24
    encoder.groupOfPictures = FILM.framesPerSecond
    encoder.speed = 4
    encoder.initialize()
    for (const frame of filmFrames()) encoder.addFrameRgba(frame)
    encoder.finalize()
    return withoutClock(Buffer.from(encoder.FS.readFile(encoder.outputFilename)))
  } finally {
    encoder.delete()
  }
}

/**
 * The muxer stamps the wall clock into three headers (creation and modification time, 8 bytes after
 * the version word). Zeroed, the same film has the same bytes, hence the same info-hash, everywhere.
 */
function withoutClock(file: Buffer): Buffer {
  for (const box of ['mvhd', 'tkhd', 'mdhd']) {
    const at = file.lastIndexOf(box)
    if (at > 0) file.fill(0, at + 8, at + 16)
  }
  return file
}
