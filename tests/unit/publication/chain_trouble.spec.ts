import { readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import { makeError, type ErrorCode } from 'ethers'
import { registryInterface } from '#services/publication/chain/chain_client'
import { troubleOf } from '#services/publication/chain/chain_trouble'
import { ChainScene } from '#tests/support/chain_scene'

const SEND = 'eth_sendRawTransaction'
const TEXTS = new URL('../../../resources/lang/', import.meta.url)

/** A node's answer in the words of the common ones; -32000 is all that they have for a code. */
const says = (message: string) => ({ code: -32_000, message })

test.group('why a publication stops, by code (P23)', (group) => {
  let scene: ChainScene

  group.each.setup(async () => {
    scene = await ChainScene.open()
    scene.givenApproved()
    return () => scene.close()
  })

  async function trouble() {
    try {
      await scene.push()
    } catch (error) {
      return troubleOf(error)
    }
    throw new Error('was expected to be stopped')
  }

  for (const method of ['eth_estimateGas', SEND]) {
    test(`no funds, told by ${method} (INSUFFICIENT_FUNDS)`, async ({ assert }) => {
      scene.proxy.refuseNext(method, says('insufficient funds for gas * price + value'))
      const { refusal, words } = await trouble()
      const { address } = scene.context.wallet
      assert.deepEqual(refusal, { code: 'unfunded', figures: { address } })
      assert.match(words, /cannot pay/)
      assert.equal(await scene.statePushed(), 'verified', 'once there are funds')
    })
  }

  test('too low an offer (REPLACEMENT_UNDERPRICED)', async ({ assert }) => {
    scene.proxy.refuseNext(SEND, says('replacement transaction underpriced'))
    assert.deepEqual((await trouble()).refusal, { code: 'underpriced', figures: {} })
  })

  for (const words of ['nonce too low: next nonce 3, tx nonce 2', 'already known']) {
    test(`sent before, as the node says with "${words}"`, async ({ assert }) => {
      scene.proxy.loseNext(SEND, 'after')
      assert.equal((await trouble()).refusal.code, 'chain_unreachable')
      scene.proxy.refuseNext(SEND, says(words))
      assert.equal(await scene.statePushed(), 'verified')
      assert.equal(await scene.countEvents(), 1)
    })
  }

  test('any other refusal keeps the node’s own words', async ({ assert }) => {
    scene.proxy.refuseNext(SEND, says('transaction type not supported'))
    assert.deepEqual((await trouble()).refusal, {
      code: 'refused_by_chain',
      figures: { reason: 'transaction type not supported' },
    })
  })

  test('the contract’s refusal is named, and one without a word too (CALL_EXCEPTION)', async ({
    assert,
  }) => {
    const data = registryInterface.encodeErrorResult('UnexpectedRevision', [202610, 1, 0])
    for (const [given, reason] of [
      [data, /^UnexpectedRevision\(202610, 1, 0\)$/],
      ['0x', /revert/],
    ] as const) {
      const error = { code: 3, message: 'execution reverted', data: given }
      scene.proxy.refuseNext('eth_estimateGas', error)
      const { refusal } = await trouble()
      assert.equal(refusal.code, 'refused_by_chain')
      assert.match(String(refusal.figures.reason), reason)
    }
  })

  test('a call that is lost, by each of its codes', async ({ assert }) => {
    const client = scene.context.clients[0]!
    const lost: ErrorCode[] = ['NETWORK_ERROR', 'SERVER_ERROR', 'TIMEOUT']
    const errors = [
      ...lost.map((code) => makeError('lost', code as 'TIMEOUT', {} as never)),
      Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
      new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } }),
    ]
    for (const error of errors) {
      const found = await client.ask(() => Promise.reject(error)).catch(troubleOf)
      assert.deepEqual((found as ReturnType<typeof troubleOf>).refusal, {
        code: 'chain_unreachable',
        figures: { node: new URL(scene.proxy.rpcUrl).host },
      })
    }
  })

  test('what nobody foresaw is said to be so, with its words', ({ assert }) => {
    assert.deepEqual(troubleOf(new Error('heap of sand')), {
      words: 'heap of sand',
      refusal: { code: 'unexpected', figures: {} },
    })
  })

  test('every code has words in both languages', ({ assert }) => {
    const given = ['revision_gap', 'other_record', 'nodes_differ', 'reverted', 'nonce_taken']
    const sources = readFileSync(
      new URL('../../../app/services/publication/errors.ts', import.meta.url),
      'utf8'
    )
    const codes = [...sources.matchAll(/\| '(\w+)'/g)].map(([, code]) => code!)
    assert.isAbove(codes.length, 15)
    for (const locale of ['fr', 'en']) {
      const { failures, errors } = JSON.parse(
        readFileSync(new URL(`${locale}/publication.json`, TEXTS), 'utf8')
      )
      for (const code of [...codes, ...given, 'unexpected']) {
        assert.isString(failures[code] ?? errors[code], `${locale} ${code}`)
      }
    }
  })
})
