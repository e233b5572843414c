import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TrackerServer } from '#services/tracker/tracker_server'

const SHARING = /^\/sharing\/([0-9a-f]{40})$/

/**
 * The tracker in a process of its own, without the web server: its public paths, which a proxy sends
 * here, and two for the web server beside it alone: `/health` and `/sharing/<info-hash>`.
 *
 * @returns the listening server and its port
 */
export async function serveTrackerApart(
  tracker: TrackerServer,
  { host, port }: { host: string; port: number }
): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => answer(tracker, request, response))
  tracker.attach(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return { server, port: (server.address() as AddressInfo).port }
}

function answer(tracker: TrackerServer, { url }: IncomingMessage, response: ServerResponse): void {
  if (url === '/health') return health(tracker, response)
  const sharing = SHARING.exec(url ?? '')
  if (sharing) return reply(response, 200, tracker.sharingOf(sharing[1]))
  reply(response, 404, { error: 'this is the tracker: pages are served by the web server' })
}

function health(tracker: TrackerServer, response: ServerResponse): void {
  try {
    tracker.assertHealthy()
    reply(response, 200, { status: 'ok', ...tracker.figures })
  } catch (error) {
    reply(response, 503, { status: 'failing', reason: (error as Error).message })
  }
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
  response.end(JSON.stringify(body))
}
