import { test } from '@japa/runner'
import { id as keccakId } from 'ethers'
import { ChainScene } from '#tests/support/chain_scene'

test.group('publication on the chain (P23, P24)', (group) => {
  let scene: ChainScene

  group.each.setup(async () => {
    scene = await ChainScene.open()
    return () => scene.close()
  })

  test('goes from approved to verified, final and read back from two nodes', async ({ assert }) => {
    scene.givenApproved()
    assert.deepEqual(await scene.push(), { state: 'verified', waiting: false })
    assert.equal(scene.row().signed.length, 1)
    assert.equal(scene.row().minedHash, scene.row().signed[0]!.txHash)
    assert.equal(await scene.countEvents(), 1)
    assert.deepEqual(await scene.push(), { state: 'verified', waiting: false })
  })

  test('waits while the block is not final', async ({ assert }) => {
    scene.givenApproved()
    delete scene.context.mineToFinality
    assert.deepEqual(await scene.push(), { state: 'mined', waiting: true })
    await scene.anvil.mine(3)
    assert.deepEqual(await scene.push(), { state: 'verified', waiting: false })
  })

  test('two workers at once and a second publication give one event each', async ({ assert }) => {
    scene.givenApproved()
    scene.givenApproved({ id: 'november', period: '2026-11' })
    const results = await Promise.all([
      scene.push(),
      scene.push('november'),
      scene.push(),
      scene.push('november'),
    ])
    assert.isTrue(results.every(({ state }) => state === 'verified'))
    assert.equal(await scene.countEvents(), 2)
    assert.notEqual(scene.row().nonce, scene.row('november').nonce)
  })

  test('the answer to the broadcast lost: the same bytes again, one event', async ({ assert }) => {
    scene.givenApproved()
    scene.proxy.loseNext('eth_sendRawTransaction', 'after')
    await assert.rejects(() => scene.push(), /does not answer/)
    assert.equal(scene.row().state, 'signed')
    assert.equal(await scene.statePushed(), 'verified')
    assert.equal(scene.row().signed.length, 1)
    assert.equal(await scene.countEvents(), 1)
  })

  test('the broadcast itself lost: stored bytes are sent by the next push', async ({ assert }) => {
    scene.givenApproved()
    scene.proxy.loseNext('eth_sendRawTransaction', 'before')
    await assert.rejects(() => scene.push(), /does not answer/)
    assert.equal(await scene.countEvents(), 0)
    assert.equal(await scene.statePushed(), 'verified')
    assert.equal(await scene.countEvents(), 1)
  })

  test('killed before the broadcast was noted: the next process goes on', async ({ assert }) => {
    scene.givenApproved()
    const { markBroadcast } = scene.store
    scene.store.markBroadcast = () => Promise.reject(new Error('killed'))
    await assert.rejects(() => scene.push(), 'killed')
    scene.store.markBroadcast = markBroadcast
    assert.equal(await scene.statePushed(), 'verified')
    assert.equal(await scene.countEvents(), 1)
  })

  test('a row lost and made again finds its publication on the chain', async ({ assert }) => {
    scene.givenApproved()
    await scene.push()
    const { minedHash } = scene.row()
    scene.givenApproved()
    assert.equal(await scene.statePushed(), 'verified')
    assert.equal(scene.row().minedHash, minedHash)
    assert.equal(await scene.countEvents(), 1)
  })

  test('another publication of the same revision stops it', async ({ assert }) => {
    scene.givenApproved()
    await scene.push()
    scene.givenApproved({ id: 'other', root: keccakId('other') })
    assert.deepEqual(await scene.push('other'), { state: 'failed', waiting: false })
    assert.match(scene.failure('other'), /says something else/)
    assert.equal(scene.failureCode('other'), 'other_record')
  })
})
