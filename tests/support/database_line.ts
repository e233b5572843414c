import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** The way to a database that a test may cut: what runs on it then has none. */
export async function databaseLine(target: string) {
  const to = new URL(target)
  const ends = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(to.port || 5432), to.hostname)
    for (const end of [near, far]) {
      ends.add(end)
      end.on('error', () => end.destroy())
    }
    near.pipe(far).pipe(near)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  return {
    url: url.href,
    cut() {
      server.close()
      for (const end of ends) end.destroy()
    },
  }
}
