import { test } from '@japa/runner'
import limiter from '@adonisjs/limiter/services/main'
import { PERIOD, PublicationScene } from '#tests/functional/publication/scene'
import { readChain } from '#verify/read_chain'
import env from '#start/env'

// 'publication.rpc.call' and 'publication.rpc.options' are for everybody: they only read.
type Answer = { result: string; error: { message: string } }
const call = (method: string, params: unknown[]) => ({ jsonrpc: '2.0', id: 1, method, params })

test.group('Publication | read the chain through the house', (group) => {
  let scene: PublicationScene
  group.setup(async () => {
    scene = await PublicationScene.open()
    await scene.published()
    return () => scene.close()
  })
  group.each.setup(() => limiter.clear())

  test('a verify page reads the published root through it', async ({ assert }) => {
    const answer = await readChain({
      rpcUrl: `${env.get('APP_URL')}/publication/rpc`,
      chainId: env.get('CHAIN_ID'),
      contract: scene.contract.address,
      period: PERIOD,
      revision: 1,
    })
    const { rootHex } = await scene.sealed()
    assert.equal(answer.kind === 'record' && answer.record.root, rootHex)
  })

  test('from a disk or a mirror, too', async ({ client, assert }) => {
    const asked = await client.options('/publication/rpc')
    asked.assertStatus(204)
    assert.equal(asked.header('access-control-allow-origin'), '*')
    const response = await client.post('/publication/rpc').json(call('eth_chainId', []))
    response.assertStatus(200)
    assert.equal(Number((response.body() as Answer).result), env.get('CHAIN_ID'))
    assert.equal(response.header('access-control-allow-origin'), '*')
  })

  test('it sends nothing, and reads nothing but the registry', async ({ client, assert }) => {
    const { address } = scene.contract
    const refused = [
      call('eth_sendRawTransaction', ['0x00']),
      call('anvil_setBalance', [address, '0x1']),
      call('eth_call', [{ to: `0x${'11'.repeat(20)}`, data: '0x' }, 'latest']),
      call('eth_call', [{ to: address, data: `0x${'00'.repeat(500)}` }, 'latest']),
      call('eth_call', [{ to: address, data: '0x7d89d289' }, 'pending']),
      call('eth_getBlockByNumber', ['yesterday']),
      [call('eth_chainId', []), call('eth_accounts', [])],
      Array.from({ length: 11 }, () => call('eth_chainId', [])),
      [],
      { method: 7 },
    ]
    for (const body of refused) {
      const response = await client.post('/publication/rpc').json(body)
      response.assertStatus(403)
      assert.match((response.body() as Answer).error.message, /refused/)
    }
  })

  test('a request that is too long, or none at all, is refused', async ({ client }) => {
    const long = await client
      .post('/publication/rpc')
      .json({ ...call('eth_chainId', []), junk: 'x'.repeat(9_000) })
    long.assertStatus(413)
    const none = await client.post('/publication/rpc')
    none.assertStatus(403)
  })

  test('too many requests are told to wait', async ({ client }) => {
    let status = 200
    for (let i = 0; i < 125 && status === 200; i++) {
      const response = await client.post('/publication/rpc').json(call('eth_chainId', []))
      status = response.status()
    }
    if (status !== 429) throw new Error(`the 125th request was answered with ${status}`)
  })
})
