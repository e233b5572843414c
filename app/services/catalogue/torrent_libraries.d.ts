declare module 'create-torrent' {
  interface Options {
    name?: string
    comment?: string
    createdBy?: string
    creationDate?: Date
    private?: boolean
    pieceLength?: number
    announceList?: string[][]
    urlList?: string[]
    info?: Record<string, unknown>
  }
  type Done = (error: Error | null, torrent: Uint8Array) => void
  export default function createTorrent(input: string | Buffer, options: Options, done: Done): void
}

declare module 'bencode' {
  const bencode: {
    encode(value: unknown): Uint8Array
    decode(bytes: Uint8Array): any
  }
  export default bencode
}
