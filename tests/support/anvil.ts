import { spawn, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { HDNodeWallet, JsonRpcProvider, Wallet } from 'ethers'

const require = createRequire(import.meta.url)

/** The same accounts in every run, so that an address in a failure message can be recognised. */
const MNEMONIC = 'test test test test test test test test test test test junk'

export type Anvil = {
  rpcUrl: string
  chainId: number
  provider: JsonRpcProvider
  /** Private key of the n-th funded account. */
  privateKey(index: number): string
  wallet(index: number): Wallet
  /** Any JSON-RPC call, for what ethers has no method for (anvil_mine, evm_snapshot …). */
  rpc(method: string, params?: unknown[]): Promise<unknown>
  mine(blocks: number): Promise<void>
  stop(): Promise<void>
}

/**
 * A real EVM node on a free port, gone after `stop()`. With epochs of one slot a block is final
 * once two more blocks stand on it, so a test mines on purpose when it needs finality.
 */
export async function startAnvil(
  options: { chainId?: number; port?: number; args?: string[] } = {}
): Promise<Anvil> {
  const chainId = options.chainId ?? 31337
  const port = options.port ?? (await freePort())
  const child = spawn(require.resolve('@foundry-rs/anvil-linux-amd64/bin/anvil'), [
    ...['--host', '127.0.0.1', '--port', String(port), '--chain-id', String(chainId)],
    ...['--mnemonic', MNEMONIC, '--slots-in-an-epoch', '1', '--quiet'],
    ...(options.args ?? []),
  ])
  const rpcUrl = `http://127.0.0.1:${port}`
  await untilItAnswers(rpcUrl, child)

  const provider = new JsonRpcProvider(rpcUrl, chainId, {
    staticNetwork: true,
    pollingInterval: 50,
    cacheTimeout: -1,
  })
  const privateKey = (index: number) =>
    HDNodeWallet.fromPhrase(MNEMONIC, '', `m/44'/60'/0'/0/${index}`).privateKey

  return {
    rpcUrl,
    chainId,
    provider,
    privateKey,
    wallet: (index) => new Wallet(privateKey(index), provider),
    rpc: (method, params = []) => provider.send(method, params),
    mine: async (blocks) => {
      await provider.send('anvil_mine', [`0x${blocks.toString(16)}`])
    },
    stop: async () => {
      provider.destroy()
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

async function untilItAnswers(rpcUrl: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error(`anvil stopped with code ${child.exitCode}`)
    const answer = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }),
    }).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  child.kill('SIGKILL')
  throw new Error(`anvil did not answer on ${rpcUrl} within 5 s`)
}
