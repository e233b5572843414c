import { test } from '@japa/runner'
import { Contract, Transaction, Wallet, id as keccakId } from 'ethers'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ChainClient, registryInterface } from '#services/publication/chain/chain_client'
import { deployRegistry } from '#services/publication/chain/deploy_registry'
import { pushTransaction, type PushContext } from '#services/publication/chain/push_transaction'
import type { ChainTransaction } from '#services/publication/chain/chain_transaction'
import { compileContract } from '#services/publication/contract/compile_contract'
import { freePort, startAnvil, type Anvil } from '#tests/support/anvil'
import { MemoryChainStore } from '#tests/support/memory_chain_store'
import { startRpcProxy } from '#tests/support/rpc_proxy'

const TOTALS = { artists: 1n, contributions: 2n, operations: 3n, vat: 4n, fees: 5n }
const GWEI = 1_000_000_000n

test.group('publication on the chain (P23, P24)', (group) => {
  let anvil: Anvil
  let proxy: Awaited<ReturnType<typeof startRpcProxy>>
  let contract: string
  let store: MemoryChainStore
  let context: PushContext
  let time: number
  const clients: ChainClient[] = []

  group.each.setup(async () => {
    anvil = await startAnvil()
    proxy = await startRpcProxy(anvil.rpcUrl)
    const client = clientOf(proxy.rpcUrl)
    const artefact = await compileContract({
      cacheDirectory: join(tmpdir(), 'peerfy-contract-cache'),
    })
    const roles = { admin: anvil.wallet(0).address, publisher: anvil.wallet(1).address }
    contract = (await deployRegistry(client, anvil.wallet(0), artefact, roles)).address
    store = new MemoryChainStore()
    time = Date.parse('2026-11-02T09:00:00Z')
    context = {
      store,
      clients: [client, clientOf(anvil.rpcUrl)],
      wallet: new Wallet(anvil.privateKey(1)),
      now: () => new Date(time),
      limits: { bumpAfterMs: 60_000, maxBumps: 5, maxFeePerGasWei: 100n * GWEI },
      mineToFinality: () => anvil.mine(3),
    }
    return async () => {
      for (const opened of clients.splice(0)) opened.close()
      await proxy.stop()
      await anvil.stop()
    }
  })

  function clientOf(rpcUrl: string, chainId = 31337): ChainClient {
    const client = new ChainClient(rpcUrl, chainId)
    clients.push(client)
    return client
  }

  function approved(changes: Partial<ChainTransaction> = {}): ChainTransaction {
    const row: ChainTransaction = {
      id: 'publication',
      state: 'approved',
      chainId: 31337,
      contractAddress: contract,
      period: '2026-10',
      revision: 1,
      root: keccakId('root'),
      docHash: keccakId('report'),
      totals: TOTALS,
      sender: null,
      nonce: null,
      feeBumps: 0,
      minedHash: null,
      blockNumber: null,
      blockHash: null,
      signed: [],
      ...changes,
    }
    store.rows.set(row.id, row)
    return row
  }

  const push = (id = 'publication') => pushTransaction(id, context)
  const row = (id = 'publication') => store.rows.get(id)!

  async function events(): Promise<number> {
    const registry = new Contract(contract, registryInterface, anvil.provider)
    return (await registry.queryFilter(registry.filters.Published!(), 0)).length
  }

  test('goes from approved to verified, final and read back from two nodes', async ({ assert }) => {
    approved()
    assert.deepEqual(await push(), { state: 'verified', waiting: false })
    assert.equal(row().signed.length, 1)
    assert.equal(row().minedHash, row().signed[0]!.txHash)
    assert.equal(await events(), 1)
    assert.deepEqual(await push(), { state: 'verified', waiting: false })
  })

  test('waits while the block is not final', async ({ assert }) => {
    approved()
    delete context.mineToFinality
    assert.deepEqual(await push(), { state: 'mined', waiting: true })
    await anvil.mine(3)
    assert.deepEqual(await push(), { state: 'verified', waiting: false })
  })

  test('two workers at once and a second publication give one event each', async ({ assert }) => {
    approved()
    approved({ id: 'november', period: '2026-11' })
    const results = await Promise.all([push(), push('november'), push(), push('november')])
    assert.isTrue(results.every(({ state }) => state === 'verified'))
    assert.equal(await events(), 2)
    assert.notEqual(row().nonce, row('november').nonce)
  })

  test('the answer to the broadcast lost: the same bytes again, one event', async ({ assert }) => {
    approved()
    proxy.loseNext('eth_sendRawTransaction', 'after')
    await assert.rejects(() => push(), /does not answer/)
    assert.equal(row().state, 'signed')
    assert.equal((await push()).state, 'verified')
    assert.equal(row().signed.length, 1)
    assert.equal(await events(), 1)
  })

  test('the broadcast itself lost: stored bytes are sent by the next push', async ({ assert }) => {
    approved()
    proxy.loseNext('eth_sendRawTransaction', 'before')
    await assert.rejects(() => push(), /does not answer/)
    assert.equal(await events(), 0)
    assert.equal((await push()).state, 'verified')
    assert.equal(await events(), 1)
  })

  test('killed before the broadcast was noted: the next process goes on', async ({ assert }) => {
    approved()
    const { markBroadcast } = store
    store.markBroadcast = () => Promise.reject(new Error('killed'))
    await assert.rejects(() => push(), 'killed')
    store.markBroadcast = markBroadcast
    assert.equal((await push()).state, 'verified')
    assert.equal(await events(), 1)
  })

  test('a row lost and made again finds its publication on the chain', async ({ assert }) => {
    approved()
    await push()
    const { minedHash } = row()
    approved()
    assert.equal((await push()).state, 'verified')
    assert.equal(row().minedHash, minedHash)
    assert.equal(await events(), 1)
  })

  test('another publication of the same revision stops it', async ({ assert }) => {
    approved()
    await push()
    approved({ id: 'other', root: keccakId('other') })
    assert.deepEqual(await push('other'), { state: 'failed', waiting: false })
    assert.match(store.failures.get('other')!, /says something else/)
  })

  test('late: more is offered for the same nonce, and one form is mined', async ({ assert }) => {
    approved()
    await anvil.rpc('evm_setAutomine', [false])
    assert.deepEqual(await push(), { state: 'broadcast', waiting: true })
    for (const bumps of [1, 2]) {
      time += 61_000
      assert.deepEqual(await push(), { state: 'broadcast', waiting: true })
      assert.equal(row().feeBumps, bumps)
    }
    const [first, second, third] = row().signed
    assert.equal(second!.maxFeePerGasWei, (first!.maxFeePerGasWei * 120n + 99n) / 100n)
    assert.lengthOf(new Set(row().signed.map(({ raw }) => Transaction.from(raw).nonce)), 1)
    await anvil.mine(1)
    assert.equal((await push()).state, 'verified')
    assert.equal(row().minedHash, third!.txHash)
    assert.equal(await events(), 1)
  })

  test('offers no more than five times, and never above the ceiling', async ({ assert }) => {
    approved()
    await anvil.rpc('evm_setAutomine', [false])
    for (let round = 0; round < 9; round++, time += 61_000) await push()
    assert.equal(row().feeBumps, 5)
    assert.lengthOf(row().signed, 6)

    approved({ id: 'dear', period: '2026-11' })
    context.limits.maxFeePerGasWei = 1n
    await assert.rejects(() => push('dear'), /above the ceiling of 1/)
    assert.equal(row('dear').state, 'approved')
  })

  test('dropped by the node: the same bytes are sent again', async ({ assert }) => {
    approved()
    await anvil.rpc('evm_setAutomine', [false])
    await push()
    await anvil.rpc('anvil_dropTransaction', [row().signed[0]!.txHash])
    await push()
    await anvil.mine(1)
    assert.equal((await push()).state, 'verified')
    assert.lengthOf(row().signed, 1)
  })

  test('its nonce taken by another transaction: failed, then tried again', async ({ assert }) => {
    approved()
    await anvil.rpc('evm_setAutomine', [false])
    await push()
    await anvil.rpc('anvil_dropTransaction', [row().signed[0]!.txHash])
    const thief = anvil.wallet(1)
    await thief.sendTransaction({ to: thief.address, nonce: row().nonce! })
    await anvil.rpc('evm_setAutomine', [true])
    await anvil.mine(1)
    assert.deepEqual(await push(), { state: 'failed', waiting: false })
    assert.match(store.failures.get('publication')!, /took its nonce/)

    await store.retry('publication')
    assert.equal((await push()).state, 'verified')
    assert.equal(await events(), 1)
  })

  test('a block undone before it is final: back to broadcast, mined again', async ({ assert }) => {
    approved()
    delete context.mineToFinality
    const before = await anvil.rpc('evm_snapshot')
    assert.equal((await push()).state, 'mined')
    const { blockHash } = row()
    await anvil.rpc('evm_revert', [before])
    assert.equal(await events(), 0)
    await anvil.mine(1)
    await push()
    context.mineToFinality = () => anvil.mine(3)
    assert.equal((await push()).state, 'verified')
    assert.notEqual(row().blockHash, blockHash)
    assert.lengthOf(row().signed, 1)
    assert.equal(await events(), 1)
  })

  test('a second node that disagrees stops it', async ({ assert }) => {
    const other = await startAnvil()
    const artefact = await compileContract({
      cacheDirectory: join(tmpdir(), 'peerfy-contract-cache'),
    })
    const roles = { admin: other.wallet(0).address, publisher: other.wallet(1).address }
    await deployRegistry(clientOf(other.rpcUrl), other.wallet(0), artefact, roles)
    const lie = new Contract(contract, registryInterface, other.wallet(1))
    await (await lie.publish!(202610, 0, keccakId('lie'), keccakId('lie'), [1, 2, 3, 4, 5])).wait()
    await other.mine(3)
    context.clients[1] = clientOf(other.rpcUrl)
    approved()
    assert.equal((await push()).state, 'failed')
    assert.match(store.failures.get('publication')!, /another root/)
    await other.stop()
  })

  test('a second node that is behind is waited for', async ({ assert }) => {
    const behind = await startAnvil()
    context.clients[1] = clientOf(behind.rpcUrl)
    approved()
    assert.deepEqual(await push(), { state: 'finalized', waiting: true })
    await behind.stop()
  })

  test('refuses another chain, a node away, an empty purse, a stranger', async ({ assert }) => {
    approved()
    proxy.methods.length = 0
    const refused = async (change: Partial<PushContext>, message: RegExp) => {
      await assert.rejects(() => pushTransaction('publication', { ...context, ...change }), message)
      assert.equal(row().state, 'approved')
      assert.lengthOf(row().signed, 0)
    }
    await refused({ clients: [clientOf(anvil.rpcUrl, 1)] }, /is chain 31337, not 1/)
    await refused(
      { clients: [clientOf(`http://127.0.0.1:${await freePort()}`)] },
      /does not answer/
    )
    await refused({ wallet: new Wallet(anvil.privateKey(5)) }, /may not publish/)
    await anvil.rpc('anvil_setBalance', [anvil.wallet(1).address, '0x0'])
    await refused({}, /has 0 wei and needs/)
    row().contractAddress = anvil.wallet(7).address
    await refused({}, /no contract/)
    assert.equal(await events(), 0)
    assert.notInclude(proxy.methods, 'eth_sendRawTransaction', 'nothing was sent')
  })

  test('a gap in the revisions stops it', async ({ assert }) => {
    approved({ revision: 3 })
    assert.equal((await push()).state, 'failed')
    assert.match(store.failures.get('publication')!, /revision 0 of 2026-10/)
  })
})
