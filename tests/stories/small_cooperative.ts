import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ace from '@adonisjs/core/services/ace'
import app from '@adonisjs/core/services/app'
import type Account from '#models/identity/account'
import type Work from '#models/catalogue/work'
import { CAPACITIES } from '#models/publication/approval_mandate'
import type { WorkState } from '#models/catalogue/work'
import { changeWorkState } from '#services/catalogue/change_work_state'
import { endMonth } from '#services/demo/end_month'
import { acceptSplitShare } from '#services/licensing/accept_split_share'
import { splitSheetInForce } from '#services/licensing/queries/split_sheet_in_force'
import { ensureRegistry } from '#services/publication/ensure_registry'
import { grantMandate } from '#services/publication/mandates/grant_mandate'
import { installPlan } from '#services/subscriptions/install_plan'
import { recordPayment } from '#services/subscriptions/record_payment'
import { settlePayment } from '#services/subscriptions/settle_payment'
import { subscribe } from '#services/subscriptions/subscribe'
import { givenCompleteWork, MAKER, must } from '#tests/functional/catalogue/scene'
import { emptyTables } from '#tests/support/empty_tables'
import { givenAccount } from '#tests/support/accounts'
import { emptyMonths, prepareMonths } from '#tests/support/months'
import { Clock, OffsetClock } from '#values/clock'
import { newId } from '#values/id'
import { periodOf, type Period } from '#values/period'

/**
 * A co-operative of a treasurer, two delegates, one work and its artist, in the month of today's
 * date: what the tracker counts, it counts now.
 */
export class SmallCooperative {
  staff!: Record<'treasurer' | 'artists' | 'subscribers', Account>
  work!: Work
  artist!: Account
  period!: Period

  readonly clockFile: string
  clock: Clock

  private constructor(readonly folder: string) {
    this.clockFile = join(folder, 'clock.json')
    this.clock = new OffsetClock(this.clockFile)
  }

  /** @param title of its one work; the tracker of this process remembers torrents by their hash */
  static async found(title: string): Promise<SmallCooperative> {
    const folder = await mkdtemp(join(tmpdir(), 'peerfy-story-'))
    const here = new SmallCooperative(folder)
    const { clock } = here
    await emptyMonths()
    await emptyTables('approval_mandates, chain_contracts')
    app.container.swap(Clock, () => here.clock)
    here.period = periodOf(clock.now())
    await prepareMonths(clock, here.period)
    await installPlan()
    await ensureRegistry({ clock })
    here.staff = await here.#appoint()
    await here.#publishWork(title)
    return here
  }

  async #appoint() {
    const holders = [
      await givenAccount({ fullName: 'Inès Roussel', roles: ['treasurer'] }),
      await givenAccount({ fullName: 'Malo Kerbrat' }),
      await givenAccount({ fullName: 'Aya Diallo' }),
    ]
    for (const [index, { id: accountId }] of holders.entries()) {
      await grantMandate({
        actor: MAKER,
        accountId,
        capacity: CAPACITIES[index],
        startsOn: '2026-01-01',
        endsOn: null,
        clock: this.clock,
      })
    }
    const [treasurer, artists, subscribers] = holders
    return { treasurer, artists, subscribers }
  }

  async #publishWork(title: string) {
    const { work, payee } = await givenCompleteWork(this.clock, title)
    for (const to of ['submitted', 'in_review', 'approved', 'published'] as WorkState[]) {
      must(await changeWorkState({ workId: work.id, to, actor: MAKER, clock: this.clock }))
    }
    this.artist = await givenAccount({ fullName: 'Zoé Artiste' })
    await payee.merge({ accountId: this.artist.id }).save()
    const sheet = await splitSheetInForce(work.id, this.clock.now().toISODate()!)
    const share = { splitLineId: sheet!.lines[0].id, actor: this.artist, clock: this.clock }
    must(await acceptSplitShare(share))
    this.work = await work.refresh()
  }

  /** Somebody who subscribed and paid this month. */
  async subscriber(fullName: string): Promise<{ account: Account; subscriberId: string }> {
    const account = await givenAccount({ fullName })
    const { clock } = this
    const { code: planCode } = await installPlan()
    const subscription = must(await subscribe({ accountId: account.id, planCode, clock }))
    const asked = { subscriptionId: subscription.id, rail: 'demo' as const, actor: MAKER, clock }
    const payment = must(await recordPayment({ ...asked, externalReference: newId() }))
    must(await settlePayment({ payment: { paymentId: payment.id }, actor: MAKER, clock }))
    return { account, subscriberId: subscription.subscriberId }
  }

  /** Its month is over; the last payments have arrived. */
  async endMonth(): Promise<void> {
    await endMonth(this.clock, this.clockFile)
    // A clock reads its file now and then: this one reads it at once.
    this.clock = new OffsetClock(this.clockFile)
  }

  async stop(): Promise<void> {
    app.container.restore(Clock)
    await rm(this.folder, { recursive: true, force: true })
  }
}

const ARIA2 = [
  ...['--no-conf', '--enable-dht=false', '--enable-dht6=false', '--bt-enable-lpd=false'],
  ...['--enable-peer-exchange=false', '--disable-ipv6=true', '--summary-interval=0'],
  ...['--console-log-level=warn', '--bt-stop-timeout=25', '--seed-time=0'],
]

/** What an unmodified aria2c gets from a .torrent. */
export async function takeWithAria2(torrent: Buffer, fileName: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'peerfy-aria2-'))
  try {
    const path = join(folder, 'work.torrent')
    await writeFile(path, torrent)
    const child = spawn('aria2c', [...ARIA2, '-d', folder, path], { stdio: 'pipe' })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
    const [code] = await once(child, 'close')
    if (code !== 0) throw new Error(`aria2c ended with ${code}: ${said}`)
    return await readFile(join(folder, fileName))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Runs a command in this process: its exit code and the lines it printed. */
export async function runCommand(name: string, ...args: string[]) {
  ace.ui.switchMode('raw')
  try {
    const command = await ace.exec(name, args)
    const lines = command.ui.logger.getLogs().map(({ message }) => message)
    command.ui.logger.flushLogs()
    return { exitCode: command.exitCode ?? 0, lines, last: lines.at(-1) ?? '' }
  } finally {
    ace.ui.switchMode('normal')
  }
}
