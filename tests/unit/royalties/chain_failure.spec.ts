import { readdirSync, readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import { assertUnderCeiling } from '#services/publication/chain/sign_publication'
import { publisherWallet } from '#services/publication/chain/open_chain'
import { PublicationError } from '#services/publication/errors'
import { chainFailure } from '#transformers/royalties/chain_failure'

const CHAIN = new URL('../../../app/services/publication/chain/', import.meta.url)
const TEXTS = new URL('../../../resources/lang/', import.meta.url)

/** The words of a failure in the sources, an expression standing as a sample of it. */
const SAMPLES: [RegExp, string][] = [
  [/\$\{(hostOf\([^}]*|[a-z]+)\}/gi, '7'],
  [/\$\{[^}]*\}/g, '12'],
]
const spoken = (template: string) =>
  SAMPLES.reduce((text, [found, sample]) => text.replace(found, sample), template)

/** Every refusal that the chain's services write, as `[code, words]`. */
function refusals(): [string, string][] {
  const found: [string, string][] = []
  for (const file of readdirSync(CHAIN)) {
    const source = readFileSync(new URL(file, CHAIN), 'utf8')
    for (const [, code, words] of source.matchAll(
      /new PublicationError\(\s*'(\w+)',\s*(`[^`]*`|'[^']*')/g
    )) {
      found.push([code, spoken(words.slice(1, -1))])
    }
  }
  return found
}

test.group('Royalties | why a publication stops, in the reader’s language', () => {
  test('each refusal that a publication’s row keeps has its code', ({ assert }) => {
    const kept = refusals().filter(([code]) => code !== 'unknown_transaction')
    assert.isAbove(kept.length, 7)
    for (const [code, words] of kept) assert.equal(chainFailure(words).code, code, words)
  })

  test('each reason for which it is given up has its code', ({ assert }) => {
    const reasons: Record<string, string> = {
      'the chain is at revision 1 of 2026-10': 'revision_gap',
      'revision 2 of 2026-10 says something else': 'other_record',
      'a node gives another root, report or totals': 'nodes_differ',
      'the contract refused it (reverted)': 'reverted',
      'another transaction of the publisher took its nonce 4': 'nonce_taken',
    }
    for (const [words, code] of Object.entries(reasons)) {
      assert.equal(chainFailure(words).code, code)
    }
    const sources = ['push_steps.ts', 'after_refusal.ts']
      .map((file) => readFileSync(new URL(file, CHAIN), 'utf8'))
      .join('\n')
    assert.lengthOf([...sources.matchAll(/fail\(transaction, context, /g)], 4)
  })

  test('its figures are those of the exact words', ({ assert }) => {
    assert.deepEqual(
      chainFailure('another transaction of the publisher took its nonce 4').figures,
      {
        nonce: '4',
      }
    )
    assert.deepEqual(chainFailure('node.example:8545 is chain 1, not 100: correct it').figures, {
      found: '1',
      expected: '100',
    })
    assert.deepEqual(
      chainFailure('2026-10 is to be published on chain 100, and CHAIN_ID is 1: set CHAIN_ID back')
        .figures,
      { expected: '100', found: '1' }
    )
    for (const refuse of [
      () => assertUnderCeiling({ maxFeePerGasWei: 2n, maxPriorityFeePerGasWei: 1n }, 1n),
      () => publisherWallet({ publisherKey: undefined } as never),
    ]) {
      try {
        refuse()
        assert.fail('was expected to be refused')
      } catch (error) {
        if (!(error instanceof PublicationError)) throw error
        assert.equal(chainFailure(error.message).code, error.code)
      }
    }
  })

  test('words that nobody foresaw are said to be so', ({ assert }) => {
    assert.equal(chainFailure('socket hang up').code, 'unexpected')
  })

  test('every code has words in both languages', ({ assert }) => {
    for (const locale of ['fr', 'en']) {
      const { failures, errors } = JSON.parse(
        readFileSync(new URL(`${locale}/publication.json`, TEXTS), 'utf8')
      )
      const codes = [
        ...refusals().map(([code]) => code),
        ...[
          'revision_gap',
          'other_record',
          'nodes_differ',
          'reverted',
          'nonce_taken',
          'unexpected',
        ],
      ]
      for (const code of codes) assert.isString(failures[code] ?? errors[code], code)
    }
  })
})
