import { connect } from 'node:net'

/** What a crowd of clients asks for: the n-th request line of a run. */
export type RequestLine = (index: number) => string

/** Sends `count` requests, each on a connection of its own, as BitTorrent clients do. */
export function oneConnectionEach(port: number, count: number, line: RequestLine): Promise<void> {
  return crowd(48, count, (index, done, failed) => {
    const socket = connect(port, '127.0.0.1')
    let head = ''
    socket.on('connect', () => {
      socket.write(`GET ${line(index)} HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n`)
    })
    socket.on('data', (chunk) => {
      if (head.length < 400) head += chunk.toString('latin1')
    })
    socket.on('error', failed)
    socket.on('close', () => (isServed(head) ? done() : failed(new Error(`refused: ${head}`))))
  })
}

/** Sends `count` requests over a few connections that stay open. */
export async function keptAlive(
  port: number,
  count: number,
  line: RequestLine,
  connections = 32
): Promise<void> {
  let next = 0
  const worker = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1')
      let answer = ''
      const ask = () => {
        if (next >= count) {
          socket.end()
          resolve()
          return
        }
        socket.write(`GET ${line(next++)} HTTP/1.1\r\nHost: t\r\n\r\n`)
      }
      socket.on('connect', ask)
      socket.on('error', reject)
      socket.on('data', (chunk) => {
        answer += chunk.toString('latin1')
        const end = answer.indexOf('\r\n\r\n')
        if (end < 0) return
        const length = Number(/content-length: (\d+)/i.exec(answer)?.[1])
        if (answer.length < end + 4 + length) return
        if (!isServed(answer)) {
          reject(new Error(`refused: ${answer}`))
          socket.destroy()
          return
        }
        answer = ''
        ask()
      })
    })
  await Promise.all(Array.from({ length: connections }, worker))
}

function isServed(answer: string): boolean {
  return answer.startsWith('HTTP/1.1 200') && answer.includes('d8:complete')
}

function crowd(
  size: number,
  count: number,
  one: (index: number, done: () => void, failed: (error: Error) => void) => void
): Promise<void> {
  return new Promise((resolve, reject) => {
    let started = 0
    let finished = 0
    const next = () => {
      if (started >= count) return
      one(
        started++,
        () => {
          if (++finished === count) resolve()
          else next()
        },
        reject
      )
    }
    for (let i = 0; i < Math.min(size, count); i++) next()
  })
}
