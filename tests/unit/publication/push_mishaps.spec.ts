import { test } from '@japa/runner'
import { Contract, Transaction, Wallet, id as keccakId } from 'ethers'
import { registryInterface } from '#services/publication/chain/chain_client'
import type { PushContext } from '#services/publication/chain/push_context'
import { pushTransaction } from '#services/publication/chain/push_transaction'
import { freePort, startAnvil } from '#tests/support/anvil'
import { ChainScene } from '#tests/support/chain_scene'

test.group('publication on a chain that misbehaves (P23, P24)', (group) => {
  let scene: ChainScene

  group.each.setup(async () => {
    scene = await ChainScene.open()
    return () => scene.close()
  })

  test('late: more is offered for the same nonce, and one form is mined', async ({ assert }) => {
    scene.givenApproved()
    await scene.anvil.rpc('evm_setAutomine', [false])
    assert.deepEqual(await scene.push(), { state: 'broadcast', waiting: true })
    for (const bumps of [1, 2]) {
      scene.time += 61_000
      assert.deepEqual(await scene.push(), { state: 'broadcast', waiting: true })
      assert.equal(scene.row().feeBumps, bumps)
    }
    const [first, second, third] = scene.row().signed
    assert.equal(second!.maxFeePerGasWei, (first!.maxFeePerGasWei * 120n + 99n) / 100n)
    assert.lengthOf(new Set(scene.row().signed.map(({ raw }) => Transaction.from(raw).nonce)), 1)
    await scene.anvil.mine(1)
    assert.equal(await scene.statePushed(), 'verified')
    assert.equal(scene.row().minedHash, third!.txHash)
    assert.equal(await scene.countEvents(), 1)
  })

  test('offers no more than five times, and never above the ceiling', async ({ assert }) => {
    scene.givenApproved()
    await scene.anvil.rpc('evm_setAutomine', [false])
    for (let round = 0; round < 9; round++, scene.time += 61_000) await scene.push()
    assert.equal(scene.row().feeBumps, 5)
    assert.lengthOf(scene.row().signed, 6)

    scene.givenApproved({ id: 'dear', period: '2026-11' })
    scene.context.limits.maxFeePerGasWei = 1n
    await assert.rejects(() => scene.push('dear'), /above the ceiling of 1/)
    assert.equal(scene.row('dear').state, 'approved')
  })

  test('dropped by the node: the same bytes are sent again', async ({ assert }) => {
    scene.givenApproved()
    await scene.anvil.rpc('evm_setAutomine', [false])
    await scene.push()
    await scene.anvil.rpc('anvil_dropTransaction', [scene.row().signed[0]!.txHash])
    await scene.push()
    await scene.anvil.mine(1)
    assert.equal(await scene.statePushed(), 'verified')
    assert.lengthOf(scene.row().signed, 1)
  })

  test('its nonce taken by another transaction: failed, then tried again', async ({ assert }) => {
    scene.givenApproved()
    await scene.anvil.rpc('evm_setAutomine', [false])
    await scene.push()
    await scene.anvil.rpc('anvil_dropTransaction', [scene.row().signed[0]!.txHash])
    const thief = scene.anvil.wallet(1)
    await thief.sendTransaction({ to: thief.address, nonce: scene.row().nonce! })
    await scene.anvil.rpc('evm_setAutomine', [true])
    await scene.anvil.mine(1)
    assert.deepEqual(await scene.push(), { state: 'failed', waiting: false })
    assert.match(scene.failure(), /took its nonce/)
    assert.equal(scene.failureCode(), 'nonce_taken')

    await scene.store.retry('publication')
    assert.equal(await scene.statePushed(), 'verified')
    assert.equal(await scene.countEvents(), 1)
  })

  test('a block undone before it is final: back to broadcast, mined again', async ({ assert }) => {
    scene.givenApproved()
    delete scene.context.mineToFinality
    const before = await scene.anvil.rpc('evm_snapshot')
    assert.equal(await scene.statePushed(), 'mined')
    const { blockHash } = scene.row()
    await scene.anvil.rpc('evm_revert', [before])
    assert.equal(await scene.countEvents(), 0)
    await scene.anvil.mine(1)
    await scene.push()
    scene.context.mineToFinality = () => scene.anvil.mine(3)
    assert.equal(await scene.statePushed(), 'verified')
    assert.notEqual(scene.row().blockHash, blockHash)
    assert.lengthOf(scene.row().signed, 1)
    assert.equal(await scene.countEvents(), 1)
  })

  test('a second node that disagrees stops it', async ({ assert }) => {
    const other = await startAnvil()
    await scene.deployOn(other)
    const lie = new Contract(scene.contract, registryInterface, other.wallet(1))
    const sent = await lie.publish!(202610, 0, keccakId('lie'), keccakId('lie'), [1, 2, 3, 4, 5])
    await sent.wait()
    await other.mine(3)
    scene.context.clients[1] = scene.client(other.rpcUrl)
    scene.givenApproved()
    assert.equal(await scene.statePushed(), 'failed')
    assert.match(scene.failure(), /another root/)
    assert.equal(scene.failureCode(), 'nodes_differ')
    await other.stop()
  })

  test('a second node that is behind is waited for', async ({ assert }) => {
    const behind = await startAnvil()
    scene.context.clients[1] = scene.client(behind.rpcUrl)
    scene.givenApproved()
    assert.deepEqual(await scene.push(), { state: 'finalized', waiting: true })
    await behind.stop()
  })

  test('refuses another chain, a node away, an empty purse, a stranger', async ({ assert }) => {
    scene.givenApproved()
    scene.proxy.methods.length = 0
    const refused = async (change: Partial<PushContext>, message: RegExp) => {
      await assert.rejects(
        () => pushTransaction('publication', { ...scene.context, ...change }),
        message
      )
      assert.equal(scene.row().state, 'approved')
      assert.lengthOf(scene.row().signed, 0)
    }
    await refused({ clients: [scene.client(scene.anvil.rpcUrl, 1)] }, /is chain 31337, not 1/)
    await refused(
      { clients: [scene.client(`http://127.0.0.1:${await freePort()}`)] },
      /does not answer/
    )
    await refused({ wallet: new Wallet(scene.anvil.privateKey(5)) }, /may not publish/)
    await scene.anvil.rpc('anvil_setBalance', [scene.anvil.wallet(1).address, '0x0'])
    await refused({}, /has 0 wei and needs/)
    scene.row().contractAddress = scene.anvil.wallet(7).address
    await refused({}, /no contract/)
    assert.equal(await scene.countEvents(), 0)
    assert.notInclude(scene.proxy.methods, 'eth_sendRawTransaction', 'nothing was sent')
  })

  test('a gap in the revisions stops it', async ({ assert }) => {
    scene.givenApproved({ revision: 3 })
    assert.equal(await scene.statePushed(), 'failed')
    assert.match(scene.failure(), /revision 0 of 2026-10/)
    assert.equal(scene.failureCode(), 'revision_gap')
  })
})
