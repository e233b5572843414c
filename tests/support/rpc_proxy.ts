import { createServer } from 'node:http'
import { once } from 'node:events'

type RpcError = { code: number; message: string; data?: unknown }
type Mishap = { method: string; when: 'before' | 'after' | RpcError }

/**
 * A node that loses calls: `before`, the chain never hears of it; `after`, the chain has done it
 * and the answer is lost on the way. Or one that answers an error in the chain's place.
 */
export async function startRpcProxy(target: string) {
  const mishaps: Mishap[] = []
  const methods: string[] = []
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync(request)).toString()
    const calls = [JSON.parse(body)].flat() as { id: number; method: string }[]
    methods.push(...calls.map((call) => call.method))
    const index = mishaps.findIndex(({ method }) => calls.some((call) => call.method === method))
    const mishap = index < 0 ? null : mishaps.splice(index, 1)[0]!
    if (mishap?.when === 'before') return request.socket.destroy()
    const headers = { 'content-type': 'application/json' }
    if (mishap && typeof mishap.when === 'object') {
      const error = mishap.when
      const refusals = calls.map(({ id }) => ({ jsonrpc: '2.0', id, error }))
      return response.writeHead(200, headers).end(JSON.stringify(refusals))
    }
    const answer = await fetch(target, { method: 'POST', headers, body })
    const text = await answer.text()
    if (mishap) return request.socket.destroy()
    response.writeHead(answer.status, headers).end(text)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return {
    rpcUrl: `http://127.0.0.1:${port}`,
    /** Every method asked so far. */
    methods,
    loseNext: (method: string, when: 'before' | 'after') => mishaps.push({ method, when }),
    refuseNext: (method: string, error: RpcError) => mishaps.push({ method, when: error }),
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
