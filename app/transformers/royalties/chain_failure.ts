type Failure = { code: string; figures: Record<string, string> }

/**
 * What stands in the way of a publication, by the words that the chain's services write on its row:
 * the row keeps the exact words, and a reader's language needs a code and figures. Named groups are
 * the figures of the text `publication.failures.<code>`, or of the refusal of the same code in
 * `publication.errors`. Long messages are cut, so that only their beginning counts.
 */
const KNOWN: readonly [code: string, words: RegExp][] = [
  ['chain_unreachable', /^The chain's node at (?<node>.+?) does not answer/],
  ['wrong_chain', /^\S+ is chain (?<found>\d+), not (?<expected>\d+)/],
  ['wrong_chain', /is to be published on chain (?<expected>\d+), and CHAIN_ID is (?<found>\d+)/],
  ['no_contract', /^There is no contract at|^No registry was deployed/],
  ['not_publisher', /^(?<sender>\S+) may not publish in/],
  ['unfunded', /^The publisher (?<address>\S+) has /],
  ['fee_too_high', /^Publishing would cost up to/],
  ['no_publisher_key', /^No key to publish with/],
  [
    'refused_by_chain',
    /^The (?:contract|node) refuses the (?:publication|transaction): (?<reason>.+)/s,
  ],
  ['revision_gap', /^the chain is at revision (?<revision>\d+) of/],
  ['other_record', /^revision (?<revision>\d+) of \S+ says something else/],
  ['nodes_differ', /^a node gives another root, report or totals/],
  ['reverted', /^the contract refused it \(reverted\)/],
  ['nonce_taken', /^another transaction of the publisher took its nonce (?<nonce>\d+)/],
]

/** `unexpected` for words that none of the services writes. */
export function chainFailure(detail: string): Failure {
  for (const [code, words] of KNOWN) {
    const found = words.exec(detail)
    if (found) return { code, figures: { ...found.groups } }
  }
  return { code: 'unexpected', figures: {} }
}
