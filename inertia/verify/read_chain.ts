import { periodNumber, word } from './hashes.js'

/** What the contract keeps about a revision, amounts in micro-euro as decimal strings. */
export type ChainRecord = {
  root: string
  docHash: string
  totals: Record<'artists' | 'contributions' | 'operations' | 'vat' | 'fees', string>
  /** Seconds since 1970. */
  publishedAt: number
}

export type ChainAnswer =
  | { kind: 'record'; record: ChainRecord }
  | { kind: 'unreachable'; detail: string }
  | { kind: 'wrong_chain'; chainId: number }
  | { kind: 'no_contract' }
  | { kind: 'not_published' }
  | { kind: 'not_final' }
  | { kind: 'no_finality'; detail: string }

export type ChainQuestion = {
  /** Any Ethereum JSON-RPC address: the reader's own choice. */
  rpcUrl: string
  chainId: number
  contract: string
  period: string
  revision: number
  fetch?: typeof fetch
  timeoutMs?: number
}

/** First four bytes of keccak("record(uint32,uint32)"). */
export const RECORD_SELECTOR = '0x7d89d289'
const RECORD_WORDS = 8

class RpcError extends Error {
  constructor(
    message: string,
    readonly reverted: boolean
  ) {
    super(message)
  }
}

/** Reads one revision as the chain's finalised block has it, without any library. */
export async function readChain(question: ChainQuestion): Promise<ChainAnswer> {
  try {
    const chainId = Number(await rpc(question, 'eth_chainId', []))
    if (chainId !== question.chainId) return { kind: 'wrong_chain', chainId }
  } catch (error) {
    return { kind: 'unreachable', detail: messageOf(error) }
  }
  const final = await readAt(question, 'finalized')
  if (final.kind !== 'not_published' && final.kind !== 'no_contract') return final
  // Not final yet and never published are different news for the reader.
  const latest = await readAt(question, 'latest')
  return latest.kind === 'record' ? { kind: 'not_final' } : final
}

async function readAt(question: ChainQuestion, block: string): Promise<ChainAnswer> {
  const { contract: to, period, revision } = question
  const data = RECORD_SELECTOR + word(periodNumber(period)) + word(revision)
  try {
    const answer = String(await rpc(question, 'eth_call', [{ to, data }, block]))
    if (answer === '0x') return { kind: 'no_contract' }
    const words = answer.slice(2).match(/.{64}/g) ?? []
    if (words.length !== RECORD_WORDS) return { kind: 'no_contract' }
    return { kind: 'record', record: decode(words) }
  } catch (error) {
    if (error instanceof RpcError && error.reverted) return { kind: 'not_published' }
    if (error instanceof RpcError) return { kind: 'no_finality', detail: error.message }
    return { kind: 'unreachable', detail: messageOf(error) }
  }
}

function decode(words: string[]): ChainRecord {
  const amount = (index: number) => BigInt(`0x${words[index]}`).toString()
  return {
    root: `0x${words[0]}`,
    docHash: `0x${words[1]}`,
    totals: {
      artists: amount(2),
      contributions: amount(3),
      operations: amount(4),
      vat: amount(5),
      fees: amount(6),
    },
    publishedAt: Number(amount(7)),
  }
}

async function rpc(question: ChainQuestion, method: string, params: unknown[]): Promise<unknown> {
  const send = question.fetch ?? fetch
  const response = await send(question.rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: AbortSignal.timeout(question.timeoutMs ?? 15_000),
  })
  const answer = (await response.json()) as { result?: unknown; error?: RpcFailure }
  if (answer.error) throw new RpcError(answer.error.message, isRevert(answer.error))
  if (answer.result === undefined) throw new Error(`HTTP ${response.status}`)
  return answer.result
}

type RpcFailure = { code: number; message: string; data?: unknown }

/** Code 3 is the common answer to a revert; some nodes only say it in words. */
function isRevert(error: RpcFailure): boolean {
  return error.code === 3 || /revert/i.test(error.message)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
