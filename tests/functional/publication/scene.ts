import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import type Account from '#models/identity/account'
import type ChainContract from '#models/publication/chain_contract'
import Publication from '#models/publication/publication'
import { CAPACITIES } from '#models/publication/approval_mandate'
import { approvePublication } from '#services/publication/approve_publication'
import { ensureRegistry } from '#services/publication/ensure_registry'
import { grantMandate } from '#services/publication/mandates/grant_mandate'
import { publishPeriod } from '#services/publication/publish_period'
import { pushPublication } from '#services/publication/push_publication'
import { emptyTables } from '#tests/support/empty_tables'
import { givenAccount } from '#tests/support/accounts'
import { closeMonth, emptyMonths, prepareMonths } from '#tests/support/months'
import { smallMonth } from '#tests/support/small_month'
import { Clock, FixedClock } from '#values/clock'
import { periodStart } from '#values/period'
import { QueueManager } from '#jobs/queue'

export const PERIOD = '2026-10'

/** A queue that keeps what it is given: the tests push by hand. */
export class KeptQueue {
  readonly added: { name: string; payload: object; delay: number }[] = []
  readonly queue = {
    add: async (name: string, payload: object, options: { delay?: number }) => {
      this.added.push({ name, payload, delay: options.delay ?? 0 })
    },
  }
  jobOptions() {
    return {}
  }
}

/**
 * October 2026, closed by the program on 2 November: sixteen subscribers, three payees. Three
 * people hold the mandates; a registry of its own stands on the test's chain.
 */
export class PublicationScene {
  readonly clock = new FixedClock(periodStart(PERIOD))
  readonly queue = new KeptQueue()
  people!: Record<'treasurer' | 'artists' | 'subscribers', Account>
  month!: Awaited<ReturnType<typeof smallMonth>>
  contract!: ChainContract

  static async open(options: { close?: boolean } = {}): Promise<PublicationScene> {
    const scene = new PublicationScene()
    await emptyMonths()
    await emptyTables('approval_mandates, chain_contracts')
    app.container.swap(Clock, () => scene.clock)
    app.container.swap(QueueManager, () => scene.queue as unknown as QueueManager)
    await prepareMonths(scene.clock, PERIOD)
    scene.month = await smallMonth(PERIOD)
    const { contract } = await ensureRegistry({ clock: scene.clock })
    scene.contract = contract
    scene.people = await scene.#appoint()
    if (options.close !== false) await closeMonth(scene.clock, PERIOD)
    return scene
  }

  async #appoint() {
    const [treasurer, artists, subscribers] = await Promise.all([
      givenAccount({ fullName: 'Inès Roussel', roles: ['treasurer'] }),
      givenAccount({ fullName: 'Malo Kerbrat' }),
      givenAccount({ fullName: 'Aya Diallo' }),
    ])
    const holders = [treasurer!, artists!, subscribers!]
    for (const [index, account] of holders.entries()) {
      await grantMandate({
        actor: { label: 'test' },
        accountId: account.id,
        capacity: CAPACITIES[index]!,
        startsOn: '2026-01-01',
        endsOn: null,
        clock: this.clock,
      })
    }
    return { treasurer: treasurer!, artists: artists!, subscribers: subscribers! }
  }

  sealed(period = PERIOD): Promise<Publication> {
    return Publication.query().where({ period }).orderBy('revision', 'desc').firstOrFail()
  }

  async approve(who: Account, changes: { root?: string; docHash?: string } = {}) {
    const { rootHex: root, docHashHex: docHash } = await this.sealed()
    return approvePublication({
      period: PERIOD,
      actor: who,
      root,
      docHash,
      clock: this.clock,
      ...changes,
    })
  }

  async approveByTwo(): Promise<void> {
    await this.approve(this.people.treasurer)
    await this.approve(this.people.artists)
  }

  publish() {
    return publishPeriod({ period: PERIOD, actor: this.people.treasurer, clock: this.clock })
  }

  push(transactionId: string) {
    return pushPublication({ transactionId, clock: this.clock })
  }

  /** All the way: approved by two, on the chain, read back. */
  async published(): Promise<string> {
    await this.approveByTwo()
    const id = await this.publish()
    await this.push(id)
    return id
  }

  /** Ties the account of a person to one of the month's subscribers. */
  async subscriberAccount(digit = '5'): Promise<Account> {
    const account = await givenAccount({ fullName: 'Lou Abonnée' })
    await db
      .from('subscribers')
      .where('id', this.month.subscribers[digit]!)
      .update({ account_id: account.id })
    return account
  }

  close(): void {
    app.container.restore(Clock)
    app.container.restore(QueueManager)
  }
}
