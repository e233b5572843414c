import { test } from '@japa/runner'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { JsonRpcProvider } from 'ethers'
import { startAnvil } from '../../../bin/services/anvil.mjs'
import { loadSecrets } from '../../../bin/services/secrets.mjs'

/** Code that answers 42, put there by code that copies it. */
const DEPLOYMENT = '0x600a600c600039600a6000f3602a60005260206000f3'

test.group('Operations | the embedded chain', (group) => {
  const storage = mkdtempSync(join(tmpdir(), 'chain-'))
  group.teardown(() => rmSync(storage, { recursive: true, force: true }))

  test('P24: what was final before a stop is read in a final block after the next start', async ({
    assert,
  }) => {
    const secrets = await loadSecrets(storage)
    let address = ''
    for (const start of ['first', 'second', 'third']) {
      const chain = await startAnvil({ storage, secrets })
      const provider = new JsonRpcProvider(chain.url, undefined, { cacheTimeout: -1 })
      if (start === 'first') {
        const signer = await provider.getSigner(0)
        const sent = await signer.sendTransaction({ data: DEPLOYMENT })
        address = (await sent.wait())!.contractAddress!
        for (let block = 0; block < 3; block++) await provider.send('evm_mine', [])
      }
      const code = await provider.send('eth_getCode', [address, 'finalized'])
      provider.destroy()
      await chain.stop()
      assert.equal(code, '0x602a60005260206000f3', `after the ${start} start`)
    }
  }).timeout(60_000)
})
