import { test } from '@japa/runner'
import {
  Contract,
  ContractFactory,
  FunctionFragment,
  Interface,
  id,
  type InterfaceAbi,
} from 'ethers'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compileContract } from '#services/publication/contract/compile_contract'
import { EMPTY_ROOT, PERIOD_REGISTRY_ABI } from '#services/publication/contract/period_registry'
import { startAnvil, type Anvil } from '#tests/support/anvil'

const ROOT = id('root')
const DOC = id('report')
const TOTALS = [4_670_000n, 1_000_000n, 1_000_000n, 1_330_000n, 300_000n]

async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'accepted'
  } catch (error) {
    const { revert } = error as { revert?: { name: string; args: unknown[] } }
    return revert ? `${revert.name}(${revert.args.join(', ')})` : String(error)
  }
}

test.group('PeriodRegistry, on a real node', (group) => {
  let anvil: Anvil
  let registry: Contract
  let abi: InterfaceAbi

  group.setup(async () => {
    anvil = await startAnvil()
    const cacheDirectory = await mkdtemp(join(tmpdir(), 'registry-'))
    const artefact = await compileContract({ cacheDirectory })
    abi = artefact.abi
    const factory = new ContractFactory(abi, artefact.bytecode, anvil.wallet(0))
    const deployed = await factory.deploy(anvil.wallet(0).address, anvil.wallet(1).address)
    await deployed.waitForDeployment()
    registry = new Contract(await deployed.getAddress(), abi, anvil.wallet(1))
    return () => anvil.stop()
  })

  test('stores a publication, says so in an event, and costs little gas', async ({ assert }) => {
    const sent = await registry.publish(202610, 0, ROOT, DOC, TOTALS)
    const receipt = await sent.wait()
    console.log(`      first revision: ${receipt.gasUsed} gas`)
    assert.isBelow(Number(receipt.gasUsed), 160_000)

    const event = registry.interface.parseLog(receipt.logs[0])!
    const block = await anvil.provider.getBlock(receipt.blockNumber)
    assert.equal(event.name, 'Published')
    assert.deepEqual(
      event.args.map((value) => (Array.isArray(value) ? [...value] : value)),
      [202610n, 1n, ROOT, DOC, TOTALS, anvil.wallet(1).address, BigInt(block!.timestamp)]
    )

    const record = await registry.record(202610, 1)
    assert.deepEqual([record.root, record.docHash], [ROOT, DOC])
    assert.deepEqual([...record.totals], TOTALS)
    assert.equal(record.publishedAt, BigInt(block!.timestamp))
    assert.equal(await registry.revisionCount(202610), 1n)
  })

  test('P23: the same publication sent twice reverts', async ({ assert }) => {
    assert.equal(
      await refusal(registry.publish.staticCall(202610, 0, ROOT, DOC, TOTALS)),
      'UnexpectedRevision(202610, 0, 1)'
    )
    assert.equal(
      await refusal(registry.publish.staticCall(202610, 2, ROOT, DOC, TOTALS)),
      'UnexpectedRevision(202610, 2, 1)'
    )
  })

  test('P15: a second revision leaves the first one readable', async ({ assert }) => {
    const sent = await registry.publish(202610, 1, id('second'), id('report 2'), [1, 2, 3, 4, 5])
    const receipt = await sent.wait()
    console.log(`      next revision: ${receipt.gasUsed} gas`)
    assert.equal(await registry.revisionCount(202610), 2n)
    const [first, second] = [await registry.record(202610, 1), await registry.record(202610, 2)]
    assert.deepEqual([first.root, second.root], [ROOT, id('second')])
    assert.equal(await refusal(registry.record(202610, 0)), 'UnknownRevision(202610, 0)')
    assert.equal(await refusal(registry.record(202610, 3)), 'UnknownRevision(202610, 3)')
  })

  test('only a publisher publishes, and the administrator does not', async ({ assert }) => {
    const admin = registry.connect(anvil.wallet(0)) as Contract
    const publish = () => admin.publish.staticCall(202611, 0, ROOT, DOC, TOTALS)
    assert.match(await refusal(publish()), /^AccessControlUnauthorizedAccount/)

    const granted = await admin.grantRole(id('PUBLISHER_ROLE'), anvil.wallet(2).address)
    await granted.wait()
    const second = registry.connect(anvil.wallet(2)) as Contract
    assert.equal(await refusal(second.publish.staticCall(202611, 0, ROOT, DOC, TOTALS)), 'accepted')

    const revoked = await admin.revokeRole(id('PUBLISHER_ROLE'), anvil.wallet(2).address)
    await revoked.wait()
    assert.match(
      await refusal(second.publish.staticCall(202611, 0, ROOT, DOC, TOTALS)),
      /^AccessControlUnauthorizedAccount/
    )
    assert.match(
      await refusal(second.grantRole.staticCall(id('PUBLISHER_ROLE'), anvil.wallet(2).address)),
      /^AccessControlUnauthorizedAccount/
    )
  })

  test('refuses {$self}')
    .with([202600, 202613, 2026, 0, 199912, 2026101])
    .run(async ({ assert }, period) => {
      assert.equal(
        await refusal(registry.publish.staticCall(period, 0, ROOT, DOC, TOTALS)),
        `InvalidPeriod(${period})`
      )
    })

  test('refuses a forgotten root or report hash, takes the root of an empty month', async ({
    assert,
  }) => {
    const zero = `0x${'00'.repeat(32)}`
    const publish = (root: string, doc: string) =>
      refusal(registry.publish.staticCall(202612, 0, root, doc, TOTALS))
    assert.equal(await publish(zero, DOC), 'MissingHash()')
    assert.equal(await publish(ROOT, zero), 'MissingHash()')
    assert.equal(await registry.EMPTY_ROOT(), EMPTY_ROOT)
    assert.equal(await publish(EMPTY_ROOT, DOC), 'accepted')
  })

  test('P15: nothing but publish and the roles can be written', ({ assert }) => {
    const writable = new Interface(abi).fragments
      .filter(FunctionFragment.isFragment)
      .filter((fragment) => !fragment.constant)
      .map((fragment) => fragment.name)
    assert.sameMembers(writable, ['publish', 'grantRole', 'revokeRole', 'renounceRole'])
  })

  test('the ABI that the application uses is what the source compiles to', ({ assert }) => {
    const compiled = new Interface(abi).fragments.map((fragment) => fragment.format('full'))
    for (const fragment of new Interface(PERIOD_REGISTRY_ABI).fragments) {
      assert.include(compiled, fragment.format('full'))
    }
  })
})
