declare module 'webtorrent' {
  interface Torrent {
    readonly numPeers: number
    readonly downloaded: number
    on(event: 'done', listener: () => void): this
    on(event: 'error' | 'warning', listener: (error: Error | string) => void): this
  }

  export default class WebTorrent {
    constructor(options?: Record<string, unknown>)
    add(torrent: Buffer, options: { path: string }): Torrent
    on(event: 'error', listener: (error: Error | string) => void): this
    destroy(done: (error?: Error) => void): void
  }
}
