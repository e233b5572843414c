import env from '#start/env'
import ChainContract from '#models/publication/chain_contract'

type Call = { id: unknown; method: string; params: unknown[] }
type Answer = { status: number; body: object }

const MOST_CALLS = 10
const LONGEST_DATA = 2 + 2 * (4 + 32 * 4)
const TIMEOUT_MS = 10_000
const BLOCK = /^(latest|finalized|safe|earliest|0x[0-9a-f]{1,16})$/
const DATA = /^0x[0-9a-fA-F]*$/

/**
 * Reads our chain for pages that may ask no other site (read-only): the chain's id, our registry,
 * block headers. Everything else is refused before the node hears of it.
 *
 * @param body the JSON-RPC request as it came, one call or a short list
 */
export async function askNode(body: unknown): Promise<Answer> {
  const list = Array.isArray(body) ? body : [body]
  if (list.length === 0 || list.length > MOST_CALLS) return refusal(null, 'one to ten calls')
  const calls: Call[] = []
  for (const call of list) {
    const allowed = await allowedCall(call)
    if (!allowed) return refusal((call as Partial<Call> | null)?.id ?? null, 'read-only')
    calls.push(allowed)
  }
  const asked = calls.map((call) => ({ jsonrpc: '2.0', ...call }))
  try {
    const answer = await fetch(env.get('CHAIN_RPC_URL'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Array.isArray(body) ? asked : asked[0]),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return { status: 200, body: (await answer.json()) as object }
  } catch {
    return { status: 502, body: failure(calls[0]!.id, -32_000, 'the node does not answer') }
  }
}

/** The call as it may be sent on, rebuilt from what is known; null when it may not. */
async function allowedCall(call: unknown): Promise<Call | null> {
  const { id = null, method, params = [] } = (call ?? {}) as Partial<Call>
  if (!Array.isArray(params) || (typeof id === 'object' && id !== null)) return null
  if (method === 'eth_chainId') return { id, method, params: [] }
  if (method === 'eth_getBlockByNumber') {
    return isBlock(params[0]) ? { id, method, params: [params[0], false] } : null
  }
  if (method !== 'eth_call') return null
  const { to, data, input } = (params[0] ?? {}) as Record<string, unknown>
  const bytes = data ?? input
  const block = params[1] ?? 'latest'
  if (typeof to !== 'string' || typeof bytes !== 'string' || !isBlock(block)) return null
  if (!DATA.test(bytes) || bytes.length > LONGEST_DATA || !(await isRegistry(to))) return null
  return { id, method, params: [{ to, data: bytes }, block] }
}

function isBlock(tag: unknown): boolean {
  return typeof tag === 'string' && BLOCK.test(tag)
}

/** Retired registries too: what was published there stays readable. */
async function isRegistry(address: string): Promise<boolean> {
  const known = await ChainContract.query()
    .where('chainId', env.get('CHAIN_ID'))
    .whereRaw('lower(address) = ?', [address.toLowerCase()])
    .first()
  return known !== null
}

function refusal(id: unknown, why: string): Answer {
  const words = `refused (${why}): only eth_chainId, eth_call to the registry and eth_getBlockByNumber`
  return { status: 403, body: failure(id, -32_601, words) }
}

export function failure(id: unknown, code: number, message: string) {
  return { jsonrpc: '2.0', id, error: { code, message } }
}
