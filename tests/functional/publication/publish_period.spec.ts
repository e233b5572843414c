import { test } from '@japa/runner'
import { Wallet } from 'ethers'
import db from '@adonisjs/lucid/services/db'
import ChainTransaction from '#models/publication/chain_transaction'
import Period from '#models/royalties/period'
import { chainSettings, withChain } from '#services/publication/chain/open_chain'
import { LucidChainStore } from '#services/publication/chain/lucid_chain_store'
import { ensureRegistry } from '#services/publication/ensure_registry'
import { publishPeriod } from '#services/publication/publish_period'
import { pushPublication } from '#services/publication/push_publication'
import { retryPublication } from '#services/publication/retry_publication'
import { PERIOD, PublicationScene } from '#tests/functional/publication/scene'

const REVERTED = { words: 'reverted', refusal: { code: 'reverted', figures: {} } }

const stateOf = async () => {
  const { state } = await Period.findOrFail(PERIOD)
  return state
}

test.group('Publication | publish a month', (group) => {
  let scene: PublicationScene
  group.each.setup(async () => {
    scene = await PublicationScene.open()
    return () => scene.close()
  })

  test('P24 the month says published only once the chain was read back', async ({ assert }) => {
    await scene.approveByTwo()
    const id = await scene.publish()
    assert.equal(await stateOf(), 'approved')
    assert.deepEqual(scene.queue.added, [
      { name: 'publication.push', payload: { transactionId: id }, delay: 0 },
    ])
    assert.deepEqual(await scene.push(id), { state: 'verified', waiting: false })
    assert.equal(await stateOf(), 'published')

    const row = await ChainTransaction.findOrFail(id)
    const { rootHex, docHashHex } = await scene.sealed()
    assert.deepInclude(row.readBack, { root: rootHex, docHash: docHashHex, nodes: 1 })
    const record = await withChain(chainSettings(), ([client]) =>
      client!.record(scene.contract.address, PERIOD, 1, 'finalized')
    )
    const { report } = await scene.sealed()
    assert.equal(record.root, rootHex)
    assert.equal(record.docHash, docHashHex)
    assert.equal(record.totals.artists.toString(), report.totals.artists_micro)
    assert.equal(record.totals.vat, BigInt(report.totals.vat_cents) * 10_000n)
  })

  test('P23 asking twice makes one row, pushing twice changes nothing', async ({ assert }) => {
    await scene.approveByTwo()
    const [one, other] = await Promise.all([scene.publish(), scene.publish()])
    assert.equal(one, other)
    await Promise.all([scene.push(one), scene.push(one)])
    await scene.push(one)
    assert.lengthOf(await ChainTransaction.all(), 1)
    assert.lengthOf(await db.from('chain_transaction_hashes'), 1)
    assert.equal(
      await withChain(chainSettings(), ([client]) =>
        client!.revisionCount(scene.contract.address, PERIOD)
      ),
      1
    )
  })

  test('P21 a month without its approvals is not published', async ({ assert }) => {
    await scene.approve(scene.people.artists)
    await assert.rejects(() => scene.publish(), /only an approved month/)
    // Whoever writes the state by hand has no approvals by that.
    await db.from('periods').where({ period: PERIOD }).update({ state: 'approved' })
    await assert.rejects(() => scene.publish(), /has 1 approvals and needs 2/)
    assert.lengthOf(await ChainTransaction.all(), 0)
    assert.lengthOf(scene.queue.added, 0)
  })

  test('a node that is away, another chain, a stranger’s key, no funds: said, and nothing changed', async ({
    assert,
  }) => {
    await scene.approveByTwo()
    const settings = chainSettings()
    const input = { period: PERIOD, actor: scene.people.treasurer, clock: scene.clock }
    const cases = [
      [{ ...settings, rpcUrls: ['http://127.0.0.1:9'] }, /does not answer/],
      [{ ...settings, publisherKey: Wallet.createRandom().privateKey }, /may not publish/],
      [{ ...settings, publisherKey: null }, /set CHAIN_PUBLISHER_KEY/],
      [{ ...settings, chainId: 424242 }, /No registry was deployed on chain 424242/],
    ] as const
    for (const [chain, message] of cases) {
      await assert.rejects(
        () => publishPeriod({ ...input, chain: { ...chain, rpcUrls: [...chain.rpcUrls] } }),
        message
      )
    }
    await assert.rejects(
      () => ensureRegistry({ clock: scene.clock, chain: { ...settings, chainId: 424242 } }),
      /is chain 31337, not 424242/
    )
    assert.lengthOf(await ChainTransaction.all(), 0)
    assert.equal(await stateOf(), 'approved')
  })

  test('an unfunded publisher is told so while pushing, and the row waits', async ({ assert }) => {
    await scene.approveByTwo()
    const id = await scene.publish()
    const settings = chainSettings()
    const { address } = new Wallet(settings.publisherKey!)
    const setBalance = (wei: string) =>
      withChain(settings, ([client]) =>
        client!.ask((provider) => provider.send('anvil_setBalance', [address, wei]))
      )
    const before = await withChain(settings, ([client]) => client!.provider.getBalance(address))
    await setBalance('0x10')
    await assert.rejects(() => scene.push(id), /has 16 wei and needs/)
    const waiting = await ChainTransaction.findOrFail(id)
    assert.equal(waiting.state, 'approved')
    assert.match(waiting.failure!, /send it funds/)
    await setBalance(`0x${before.toString(16)}`)
    assert.deepEqual(await scene.push(id), { state: 'verified', waiting: false })
    await waiting.refresh()
    assert.isNull(waiting.failure)
  })

  test('a row made for another chain is not sent to this one', async ({ assert }) => {
    await scene.approveByTwo()
    const id = await scene.publish()
    const chain = { ...chainSettings(), chainId: 5 }
    await assert.rejects(
      () => pushPublication({ transactionId: id, clock: scene.clock, chain }),
      /on chain 31337, and CHAIN_ID is 5/
    )
    const { state } = await ChainTransaction.findOrFail(id)
    assert.equal(state, 'approved')
  })

  test('a failed publication is tried again by a person, and only a failed one', async ({
    assert,
  }) => {
    await scene.approveByTwo()
    const id = await scene.publish()
    const again = { period: PERIOD, actor: scene.people.treasurer, clock: scene.clock }
    await assert.rejects(() => retryPublication(again), /No publication of 2026-10 has failed/)
    await new LucidChainStore(scene.clock).markFailed(id, REVERTED)
    assert.deepEqual(await scene.push(id), { state: 'failed', waiting: false })
    assert.equal(await retryPublication(again), id)
    await scene.push(id)
    assert.equal(await stateOf(), 'published')
  })

  test('P23 the row walks along its edges only, and a verified one never changes', async ({
    assert,
  }) => {
    await scene.approveByTwo()
    const id = await scene.publish()
    const move = (state: string) => db.from('chain_transactions').where({ id }).update({ state })
    await assert.rejects(() => move('verified'), /cannot go from approved to verified/)
    await scene.push(id)
    await assert.rejects(() => move('failed'), /cannot go|never changes/)
    await assert.rejects(
      () => db.from('chain_transactions').where({ id }).delete(),
      /never deleted/
    )
    await assert.rejects(
      () => db.from('chain_transaction_hashes').update({ raw: '0x' }),
      /kept as they are/
    )
  })

  test('deploying again finds the registry that stands', async ({ assert }) => {
    const { contract, deployed } = await ensureRegistry({ clock: scene.clock })
    assert.isFalse(deployed)
    assert.equal(contract.address, scene.contract.address)
    assert.match(contract.sourceSha256, /^[0-9a-f]{64}$/)
  })
})
