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
    return Buffer.from(encoder.FS.readFile(encoder.outputFilename))
  } finally {
    encoder.delete()
  }
}
