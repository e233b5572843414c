import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { Contract, JsonRpcProvider, Wallet } from 'ethers'
import db from '@adonisjs/lucid/services/db'
import ChainTransaction from '#models/publication/chain_transaction'
import Period from '#models/royalties/period'
import { registryInterface } from '#services/publication/chain/chain_client'
import { chainSettings } from '#services/publication/chain/open_chain'
import { pushPublication } from '#services/publication/push_publication'
import { PERIOD, PublicationScene } from '#tests/functional/publication/scene'
import { startRpcProxy } from '#tests/support/rpc_proxy'

const WORKER = fileURLToPath(new URL('../../support/push_worker.ts', import.meta.url))
const PLACES = [
  'publication.before_signed',
  'publication.after_signed',
  'publication.before_broadcast_noted',
  'publication.after_broadcast',
  'publication.after_mined',
  'publication.after_finalized',
  'publication.after_verified',
]

function startPush(id: string, crashAt = '', rpcUrl = ''): ChildProcess {
  return fork(WORKER, {
    execArgv: ['--import=@poppinss/ts-exec'],
    env: { ...process.env, PUSH_ID: id, PEERFY_CRASH_AT: crashAt, PUSH_RPC_URL: rpcUrl },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

async function endOf(child: ChildProcess): Promise<{ signal: string | null; said: unknown[] }> {
  const said: unknown[] = []
  // The framework says "ready" for itself.
  child.on('message', (message) => message !== 'ready' && said.push(message))
  const gone = once(child, 'disconnect')
  const [, signal] = await once(child, 'exit')
  await gone
  return { signal, said }
}

test.group('Publication | P23: exactly one event, whatever happens', (group) => {
  let scene: PublicationScene
  let provider: JsonRpcProvider
  let id: string
  group.setup(() => {
    provider = new JsonRpcProvider(chainSettings().rpcUrls[0], undefined, { cacheTimeout: -1 })
    return () => provider.destroy()
  })
  group.each.setup(async () => {
    scene = await PublicationScene.open()
    await scene.approveByTwo()
    id = await scene.publish()
    return () => scene.close()
  })

  const countEvents = async () => {
    const registry = new Contract(scene.contract.address, registryInterface, provider)
    const found = await registry.queryFilter(registry.filters.Published!(), 0)
    return found.length
  }
  const stateOf = async () => {
    const { state } = await Period.findOrFail(PERIOD)
    return state
  }

  for (const place of PLACES) {
    test(`killed with SIGKILL at ${place}, pushed again by another`, async ({ assert }) => {
      const { signal } = await endOf(startPush(id, place))
      assert.equal(signal, 'SIGKILL')
      assert.isAtMost(await countEvents(), 1)
      await scene.push(id)
      const row = await ChainTransaction.findOrFail(id)
      assert.equal(row.state, 'verified')
      assert.equal(await stateOf(), 'published')
      assert.equal(await countEvents(), 1)
      assert.lengthOf(await db.from('chain_transaction_hashes'), 1)
    })
  }

  test('three workers at once on the same publication', async ({ assert }) => {
    const ends = await Promise.all([startPush(id), startPush(id), startPush(id)].map(endOf))
    for (const { said } of ends) {
      assert.deepEqual(said[0], { state: 'verified', waiting: false })
    }
    assert.equal(await countEvents(), 1)
    assert.lengthOf(await db.from('chain_transaction_hashes'), 1)
  })

  test('the answer to the broadcast is lost, and the chain has done it', async ({ assert }) => {
    const proxy = await startRpcProxy(chainSettings().rpcUrls[0]!)
    proxy.loseNext('eth_sendRawTransaction', 'after')
    const chain = { ...chainSettings(), rpcUrls: [proxy.rpcUrl] }
    const push = () => pushPublication({ transactionId: id, clock: scene.clock, chain })
    await assert.rejects(push, /does not answer/)
    const waiting = await ChainTransaction.findOrFail(id)
    assert.equal(waiting.state, 'signed')
    assert.match(waiting.failure!, /does not answer/)
    assert.equal(await countEvents(), 1)
    assert.deepEqual(await push(), { state: 'verified', waiting: false })
    await proxy.stop()
    assert.equal(await countEvents(), 1)
    assert.lengthOf(await db.from('chain_transaction_hashes'), 1)
  })

  test('the node goes away before the broadcast: nothing is on the chain, then one', async ({
    assert,
  }) => {
    const proxy = await startRpcProxy(chainSettings().rpcUrls[0]!)
    proxy.loseNext('eth_sendRawTransaction', 'before')
    const chain = { ...chainSettings(), rpcUrls: [proxy.rpcUrl] }
    const push = () => pushPublication({ transactionId: id, clock: scene.clock, chain })
    await assert.rejects(push, /does not answer/)
    assert.equal(await countEvents(), 0)
    await push()
    await proxy.stop()
    assert.equal(await countEvents(), 1)
  })

  test('another transaction took the nonce: failed with the reason, then tried again', async ({
    assert,
  }) => {
    await endOf(startPush(id, 'publication.after_signed'))
    const signed = await ChainTransaction.findOrFail(id)
    const wallet = new Wallet(chainSettings().publisherKey!, provider)
    const other = await wallet.sendTransaction({
      to: wallet.address,
      value: 1n,
      nonce: Number(signed.nonce),
    })
    await other.wait()
    assert.deepEqual(await scene.push(id), { state: 'failed', waiting: false })
    await signed.refresh()
    assert.match(signed.failure!, /took its nonce/)
    assert.equal(await countEvents(), 0)
    assert.equal(await scene.publish(), id)
    await scene.push(id)
    assert.equal(await countEvents(), 1)
    assert.equal(await stateOf(), 'published')
  })

  test('the same publication was sent by other means: it is taken for ours', async ({ assert }) => {
    const { rootHex, docHashHex, totals } = await scene.sealed()
    const wallet = new Wallet(chainSettings().publisherKey!, provider)
    const registry = new Contract(scene.contract.address, registryInterface, wallet)
    const sent = await registry.publish!(202610, 0, rootHex, docHashHex, totals)
    await sent.wait()
    assert.deepEqual(await scene.push(id), { state: 'verified', waiting: false })
    const row = await ChainTransaction.findOrFail(id)
    assert.equal(row.minedHash, sent.hash)
    assert.equal(await countEvents(), 1)
  })

  test('a node that is away for the worker, too, leaves the row as it was', async ({ assert }) => {
    const { said } = await endOf(startPush(id, '', 'http://127.0.0.1:9'))
    assert.match(JSON.stringify(said), /does not answer/)
    const row = await ChainTransaction.findOrFail(id)
    assert.equal(row.state, 'approved')
    assert.match(row.failure!, /CHAIN_RPC_URL/)
    assert.equal(await stateOf(), 'approved')
  })
})
