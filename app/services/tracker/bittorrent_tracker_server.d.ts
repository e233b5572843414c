declare module 'bittorrent-tracker/server' {
  import type { EventEmitter } from 'node:events'
  import type { IncomingMessage, ServerResponse } from 'node:http'
  import type { WebSocket, WebSocketServer } from 'ws'

  export interface WebPeer {
    type: string
    complete: boolean
    peerId: string
    socket: WebSocket | null
  }
  export interface LibrarySwarm {
    infoHash: string
    complete: number
    incomplete: number
    peers: {
      length: number
      keys: string[]
      peek(key: string): WebPeer | undefined
    }
    announce(params: object, callback?: (error: Error | null, answer?: object) => void): void
  }

  export default class Server extends EventEmitter {
    constructor(options: object)
    torrents: Record<string, LibrarySwarm>
    ws: WebSocketServer
    listen(port: number, listening?: () => void): void
    http: { address(): { port: number } }
    onHttpRequest(request: IncomingMessage, response: ServerResponse, options?: object): void
    _onScrape(
      params: { info_hash?: string[]; socket: WebSocket },
      callback: (error: Error | null, answer?: object) => void
    ): void
    close(callback?: () => void): void
  }
}
