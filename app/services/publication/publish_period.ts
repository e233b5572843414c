import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import ChainContract from '#models/publication/chain_contract'
import ChainTransaction from '#models/publication/chain_transaction'
import Period from '#models/royalties/period'
import Publication from '#models/publication/publication'
import { enqueuePush } from '#jobs/publication/push_jobs'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { approvalsRequired } from '#services/publication/approve_publication'
import {
  chainSettings,
  publisherWallet,
  withChain,
  type ChainSettings,
} from '#services/publication/chain/open_chain'
import { PublicationError } from '#services/publication/errors'
import { retryPublication } from '#services/publication/retry_publication'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import { parsePeriod } from '#values/period'

/**
 * Begins the publication of an approved month: the chain is asked whether it can work at all, then
 * the row of the state machine is written (once per chain, contract, period and revision, P23) and
 * a job pushes it until the month is published.
 *
 * @returns the id of the chain transaction; the same one when asked twice
 * @throws InvalidPeriodError, UnknownPeriodError, PublicationError wrong_state, quorum_missing,
 *   no_contract, no_publisher_key, chain_unreachable, wrong_chain, not_publisher, unfunded;
 *   nothing was changed then
 */
export async function publishPeriod(input: {
  period: string
  actor: Actor
  clock: Clock
  chain?: ChainSettings
}): Promise<string> {
  const { actor, clock, chain = chainSettings() } = input
  const month = parsePeriod(input.period)
  const contract = await registryInUse(chain)
  await db.transaction(async (trx) => assertApproved(await Period.lock(month, trx), trx))
  await assertChainWorks(chain, contract.address)
  const found = await db.transaction(async (trx) => {
    const period = await Period.lock(month, trx)
    const publication = await assertApproved(period, trx)
    const known = await ChainTransaction.query({ client: trx })
      .where({ publicationId: publication.id, chainId: chain.chainId })
      .first()
    if (known) return { id: known.id, failed: known.state === 'failed' }
    const row = await ChainTransaction.create(
      {
        id: newId(),
        publicationId: publication.id,
        chainId: BigInt(chain.chainId),
        contractAddress: contract.address,
        period: month,
        revision: publication.revision,
        state: 'approved',
        feeBumps: 0,
        createdAt: clock.now(),
        updatedAt: clock.now(),
      },
      { client: trx }
    )
    await recordAuditEvent(trx, {
      actor,
      action: 'publication.publish_period',
      subject: { type: 'period', id: month },
      after: { revision: publication.revision, root: publication.rootHex, chain_id: chain.chainId },
      clock,
    })
    return { id: row.id, failed: false }
  })
  // Asking again for one that failed is a person's second try.
  if (found.failed) return retryPublication({ period: month, actor, clock })
  await enqueuePush(found.id)
  return found.id
}

/** P21, again and from the rows themselves: the state alone is not believed. */
async function assertApproved(
  period: Period,
  trx: TransactionClientContract
): Promise<Publication> {
  const key = { period: period.period, revision: period.revision }
  if (period.state !== 'approved') {
    throw new PublicationError(
      'wrong_state',
      `${period.period} is ${period.state}: only an approved month can be published`,
      { period: period.period, state: period.state }
    )
  }
  const publication = await Publication.query({ client: trx })
    .where(key)
    .preload('approvals')
    .firstOrFail()
  const valid = publication.approvals.filter(
    ({ accountId, root, docHash }) =>
      accountId !== period.computedByAccountId &&
      root.equals(publication.root) &&
      docHash.equals(publication.docHash)
  )
  const people = new Set(valid.map(({ accountId }) => accountId)).size
  const required = await approvalsRequired(period, trx)
  if (people >= required) return publication
  throw new PublicationError(
    'quorum_missing',
    `${period.period} has ${people} approvals and needs ${required}`,
    { period: period.period, people, required }
  )
}

async function registryInUse({ chainId }: ChainSettings): Promise<ChainContract> {
  const contract = await ChainContract.registryOn(chainId)
  if (contract) return contract
  throw new PublicationError(
    'no_contract',
    `No registry was deployed on chain ${chainId}: run "node ace publication:deploy"`,
    { contract: '' }
  )
}

/** So that whoever clicks is told at once what is missing, instead of reading it later. */
async function assertChainWorks(chain: ChainSettings, contract: string): Promise<void> {
  const { address } = publisherWallet(chain)
  await withChain(chain, async (clients) => {
    for (const client of clients) await client.assertChain()
    await clients[0]!.assertPublisher(contract, address)
    const balance = await clients[0]!.ask((provider) => provider.getBalance(address))
    if (balance > 0n) return
    throw new PublicationError(
      'unfunded',
      `The publisher ${address} has no funds: send it some, then publish again. Nothing was sent.`,
      { address, balance: '0', needed: '' }
    )
  })
}
