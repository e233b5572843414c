import { test } from '@japa/runner'
import { id } from 'ethers'
import { createHash } from 'node:crypto'
import { merkleLeaf } from '#services/publication/merkle/merkle_tree'
import { startAnvil, freePort, type Anvil } from '#tests/support/anvil'
import { REPORT, hex, payeeStatement, publishedMonth } from '#tests/support/published_month'
import { canonicalJson } from '#values/digest'
import { readEntries, type Entry } from '#verify/entry'
import { documentHash } from '#verify/hashes'
import { RECORD_SELECTOR } from '#verify/read_chain'
import { KNOWN_REASONS, KNOWN_VALUES, stepSentence } from '#verify/texts'
import { verifyEntry } from '#verify/verify_entry'

function changed(entry: Entry, change: (copy: any) => void): Entry {
  const copy = structuredClone(entry)
  change(copy)
  return copy
}

const flip = (hash: string) => hash.slice(0, -1) + (hash.endsWith('0') ? '1' : '0')

test.group('verification of one statement (P25)', (group) => {
  let anvil: Anvil
  let entry: Entry
  let bare: Entry

  group.setup(async () => {
    anvil = await startAnvil()
    entry = await publishedMonth(anvil)
    bare = { ...entry, published: undefined }
    return () => anvil.stop()
  })

  const verify = (dropped: Entry, options = {}) =>
    verifyEntry(dropped, { rpcUrl: anvil.rpcUrl, ...options })

  test('says that a publication is not final yet, then that everything holds', async ({
    assert,
  }) => {
    const early = await verify(entry)
    assert.equal(early.state, 'unknown')
    assert.equal(early.steps.find((step) => step.name === 'record')!.reason, 'not_final')

    await anvil.mine(3)
    for (const dropped of [entry, bare]) {
      const { state, failedStep, steps, record } = await verify(dropped, { report: REPORT })
      assert.deepEqual([state, failedStep], ['ok', null])
      assert.deepEqual(
        steps.map((step) => step.state),
        Array(8).fill('ok')
      )
      assert.deepEqual(record!.totals.vat, '4')
    }
  })

  test('without a node the file is checked and the chain stays unknown', async ({ assert }) => {
    const { state, steps } = await verifyEntry(entry)
    assert.equal(state, 'unknown')
    assert.deepEqual(
      steps.slice(0, 3).map((step) => step.state),
      ['ok', 'ok', 'ok']
    )
  })

  const tamperings: [string, (copy: any) => void, string, string][] = [
    ['an amount', (copy) => (copy.statement.works[0].amount_micro = '9'), 'statement', 'root'],
    ['a title', (copy) => (copy.statement.payee.name = 'Zoe'), 'statement', 'root'],
    ['the salt', (copy) => (copy.salt = flip(copy.salt)), 'leaf', 'root'],
    ['the proof', (copy) => (copy.proof[1] = flip(copy.proof[1])), 'path', 'root'],
    ['the length of the proof', (copy) => copy.proof.pop(), 'path', 'root'],
    ['the month', (copy) => (copy.statement.period = '2026-09'), 'statement', 'record'],
    ['the revision', (copy) => (copy.chain.revision = 2), 'record', 'record'],
    ['the contract', (copy) => (copy.chain.contract = `0x${'11'.repeat(20)}`), 'record', 'record'],
    ['the chain', (copy) => (copy.chain.chainId = 1), 'network', 'network'],
  ]
  for (const [what, change, step, bareStep] of tamperings) {
    test(`a change of ${what} is found and named: ${step}`, async ({ assert }) => {
      const [told, untold] = [
        await verify(changed(entry, change)),
        await verify(changed(bare, change)),
      ]
      assert.deepEqual([told.failedStep, untold.failedStep], [step, bareStep])
    })
  }

  test('a statement forged with all its hashes fails at the root', async ({ assert }) => {
    const forged = structuredClone(entry)
    forged.statement.payee = { id: 'payee-2', name: 'Somebody else' }
    const hash = documentHash(forged.statement)
    const leaf = await merkleLeaf(
      202610,
      Buffer.from(hash.slice(2), 'hex'),
      Buffer.from(forged.salt.slice(2), 'hex')
    )
    forged.proof = []
    forged.published = { statementHash: hash, leaf: hex(leaf), root: hex(leaf) }
    const { failedStep } = await verify(forged)
    assert.equal(failedStep, 'root')
  })

  test('a statement published with wrong sums is found by its sums', async ({ assert }) => {
    const statement = payeeStatement(2)
    statement.totals.closing_micro = '1'
    const { steps } = await verifyEntry({ ...bare, statement })
    const sums = steps.find((step) => step.name === 'sums')!
    assert.deepEqual(sums.values, [{ name: 'sum_balance', value: '1 ≠ 0' }])
  })

  test('another public report is found', async ({ assert }) => {
    const { failedStep } = await verify(entry, { report: { ...REPORT, revision: 2 } })
    assert.equal(failedStep, 'report')
  })

  test('a node that does not answer proves and disproves nothing', async ({ assert }) => {
    const rpcUrl = `http://127.0.0.1:${await freePort()}`
    const { state, steps } = await verify(entry, { rpcUrl })
    assert.equal(state, 'unknown')
    assert.equal(steps.find((step) => step.name === 'network')!.reason, 'unreachable')
  })

  test('every reason and value has a sentence in both languages', async ({ assert }) => {
    const results = await Promise.all([
      ...tamperings.map(([, change]) => verify(changed(entry, change), { report: {} })),
      verifyEntry(entry),
    ])
    for (const step of results.flatMap((result) => result.steps)) {
      if (step.reason) assert.include(KNOWN_REASONS, step.reason)
      for (const { name } of step.values) assert.include(KNOWN_VALUES, name)
      assert.notEqual(stepSentence(step, 'fr'), stepSentence(step, 'en'))
    }
  })
})

test.group('reading a dropped file', () => {
  const good: Entry = {
    statement: payeeStatement(1),
    salt: `0x${'ab'.repeat(32)}`,
    proof: [`0x${'cd'.repeat(32)}`],
    chain: { chainId: 31337, contract: `0x${'11'.repeat(20)}`, revision: 1, tx: null },
  }

  test('takes one entry, or a list as the API gives it', ({ assert }) => {
    assert.deepEqual(readEntries(JSON.stringify(good)), { ok: true, entries: [good] })
    const list = readEntries(`\uFEFF${JSON.stringify({ statements: [good, good] })}`)
    assert.lengthOf(list.ok ? list.entries : [], 2)
  })

  const wrong: [string, string][] = [
    ['%PDF-1.7', 'not_json'],
    ['[]', 'no_statement'],
    ['null', 'no_statement'],
    ['{"statements":[]}', 'no_statement'],
    ['{"statements":[null]}', 'no_statement'],
    [JSON.stringify(REPORT), 'public_report'],
    [JSON.stringify({ ...good, statement: { period: '2026-13' } }), 'bad_period'],
    [JSON.stringify({ ...good, chain: null }), 'not_published_yet'],
    [JSON.stringify({ ...good, salt: '0x12' }), 'bad_salt'],
    [JSON.stringify({ ...good, proof: 'abc' }), 'bad_proof'],
    [JSON.stringify({ ...good, proof: Array(65).fill(good.salt) }), 'bad_proof'],
    [JSON.stringify({ ...good, chain: { ...good.chain, revision: -1 } }), 'bad_chain'],
    [JSON.stringify({ ...good, chain: { ...good.chain, contract: 'x' } }), 'bad_chain'],
    [JSON.stringify({ ...good, published: {} }), 'bad_published'],
  ]
  for (const [text, problem] of wrong) {
    test(`refuses ${text.slice(0, 40)}… as ${problem}`, ({ assert }) => {
      assert.deepEqual(readEntries(text), { ok: false, problem } as never)
    })
  }

  test('the order of keys and the spaces of the file change nothing', ({ assert }) => {
    const reversed = Object.fromEntries(Object.entries(good.statement).reverse())
    assert.equal(documentHash(reversed), documentHash(good.statement))
    const bytes = canonicalJson(good.statement)
    assert.equal(documentHash(good.statement), hex(createHash('sha256').update(bytes).digest()))
  })

  test('the selector is that of record(uint32,uint32)', ({ assert }) => {
    assert.equal(RECORD_SELECTOR, id('record(uint32,uint32)').slice(0, 10))
  })
})
