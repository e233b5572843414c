import { rmSync } from 'node:fs'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import env from '#start/env'
import Payment from '#models/subscriptions/payment'
import { SYSTEM_ACTOR } from '#models/royalties/period'
import { closePeriod } from '#services/royalties/close/close_period'
import { adoptPolicy, type PolicyDraft } from '#services/royalties/policies/adopt_policy'
import { openPeriod } from '#services/royalties/open_period'
import { postPaymentSettled } from '#services/ledger/post_payment'
import { ledgerPayment } from '#services/subscriptions/ledger_payment'
import { seedChart } from '#services/ledger/seed_chart'
import type { Clock, FixedClock } from '#values/clock'
import { newId } from '#values/id'
import { chainHash, chainStart, type UsageLink } from '#services/tracker/usage_chain'
import { emptyTables } from '#tests/support/empty_tables'
import { nextPeriod, periodStart } from '#values/period'

/** Everything that a month's close reads and writes, emptied; the tests own their database. */
export async function emptyMonths(): Promise<void> {
  rmSync(join(env.get('PEERFY_STORAGE'), 'periods'), { recursive: true, force: true })
  await emptyTables(
    `payouts, statements, reversal_corrections, carried_adjustments, adjustments, carried_amounts,
      payee_balances, payee_lines, period_files, period_ranges, period_steps, publications,
      chain_transactions, publication_approvals, chain_transaction_hashes, periods, policies,
      cause_choices, causes, journal_lines, journal_entries, payment_events, payments,
      subscriptions, plans, usage_totals, usage_units, usage_days, completions, announce_tokens,
      announce_peers, http_transfers, subscribers, split_lines, split_sheets, licences, torrents,
      media_files, work_state_changes, works, artists, payees, rights_holders`
  )
}

export const DEFAULT_POLICY: PolicyDraft = {
  effectivePeriod: '2026-01',
  artistsBp: 7000,
  contributionsBp: 1500,
  operationsBp: 1500,
  listeningWeight: 1,
  downloadWeight: 10,
  causes: [
    { cause_id: 'framasoft', basis_points: 6000 },
    { cause_id: 'sea-watch', basis_points: 4000 },
  ],
  payoutThresholdCents: 500n,
  carryMonths: 3,
  operationLines: [
    { label_fr: 'Serveurs', label_en: 'Servers', basis_points: 4000 },
    { label_fr: 'Salaires', label_en: 'Wages', basis_points: 6000 },
  ],
  resolutionId: 'AG-2026-1-R4',
  resolutionTitle: 'Clé de répartition',
  adoptedOn: '2026-01-10',
}

/** Causes, a policy, a plan and an open month. */
export async function prepareMonths(
  clock: Clock,
  period: string,
  policy: Partial<PolicyDraft> = {}
) {
  await db.transaction(async (trx) => {
    await trx.table('causes').multiInsert(
      ['framasoft', 'sea-watch', 'la-quadrature'].map((id) => ({
        id,
        name: id,
        description_fr: id,
        description_en: id,
        created_at: clock.now().toISO(),
      }))
    )
    await adoptPolicy({ draft: { ...DEFAULT_POLICY, ...policy }, clock }, trx)
    await openPeriod({ period, clock }, trx)
    await seedChart(trx)
  })
}

/** Works with one sheet each: `{ payee: basis points }`; a payee not in `accepted` has not signed. */
export async function createWork(
  title: string,
  shares: { payeeId: string; basisPoints: number; accepted?: boolean }[]
): Promise<string> {
  const at = periodStart('2026-01').toISO()
  const [artistId, workId, sheetId] = [newId(), newId(), newId()]
  await db.transaction(async (trx) => {
    const slug = `${title.toLowerCase().replaceAll(' ', '-')}-${workId.slice(0, 8)}`
    await trx
      .table('artists')
      .insert({ id: artistId, name: `Artiste ${title}`, slug, created_at: at })
    await trx.table('works').insert({
      id: workId,
      artist_id: artistId,
      title,
      slug,
      kind: 'audio',
      state: 'published',
      created_at: at,
    })
    if (shares.length === 0) return
    await trx.table('split_sheets').insert({
      id: sheetId,
      work_id: workId,
      version: 1,
      valid_from: '2026-01-01',
      created_at: at,
    })
    await trx.table('split_lines').multiInsert(
      shares.map(({ payeeId, basisPoints, accepted = true }) => ({
        id: newId(),
        split_sheet_id: sheetId,
        payee_id: payeeId,
        role: 'author',
        basis_points: basisPoints,
        accepted_at: accepted ? at : null,
        accepted_by_account_id: accepted
          ? db.raw('(SELECT account_id FROM payees WHERE id = ?)', [payeeId])
          : null,
      }))
    )
  })
  return workId
}

export async function createPayee(name: string): Promise<string> {
  const id = newId()
  await db
    .table('payees')
    .insert({ id, name, kind: 'author', created_at: periodStart('2026-01').toISO() })
  return id
}

/** A subscriber id that begins with a hex digit of choice: it decides the range. */
export async function createSubscriber(clock: Clock, firstDigit?: string): Promise<string> {
  const random = newId()
  const id = firstDigit ? firstDigit + random.slice(1) : random
  await db.table('subscribers').insert({ id, created_at: clock.now().toISO() })
  return id
}

/** A settled payment of a month; 8,00 € at 20 % with a fee of 25 cents unless said otherwise. */
export async function settlePaymentRow(
  subscriberId: string,
  period: string,
  payment: Partial<{ grossCents: number; feeCents: number; vatBp: number; rail: string }> = {}
): Promise<string> {
  const at = periodStart(period).plus({ days: 4, hours: 10 }).toISO()
  const id = newId()
  const subscriptionId = await subscriptionOf(subscriberId, at!)
  await db.table('payments').insert({
    id,
    subscription_id: subscriptionId,
    subscriber_id: subscriberId,
    rail: payment.rail ?? 'demo',
    external_reference: id,
    gross_cents: payment.grossCents ?? 800,
    vat_rate_bp: payment.vatBp ?? 2000,
    payment_fee_cents: payment.feeCents ?? 25,
    state: 'settled',
    settled_at: at,
    settled_period: period,
    created_at: at,
  })
  await db.table('payment_events').multiInsert(
    ['recorded', 'settled'].map((kind) => ({
      id: newId(),
      payment_id: id,
      kind,
      actor_label: 'test',
      at,
    }))
  )
  await postSettled(id)
  return id
}

/** The payment in the ledger, as settling it would have written it. */
async function postSettled(paymentId: string): Promise<void> {
  const payment = await Payment.findOrFail(paymentId)
  const at = payment.settledAt!
  await db.transaction((trx) =>
    postPaymentSettled(ledgerPayment(payment), { at, postedAt: at, postedBy: 'test' }, trx)
  )
}

async function subscriptionOf(subscriberId: string, at: string): Promise<string> {
  const known = await db.from('subscriptions').where('subscriber_id', subscriberId).first()
  if (known) return known.id
  let plan = await db.from('plans').first()
  if (!plan) {
    plan = { id: newId() }
    await db.table('plans').insert({
      id: plan.id,
      code: 'month',
      name_fr: 'Mensuel',
      name_en: 'Monthly',
      price_cents: 800,
      vat_rate_bp: 2000,
      offered_from: '2026-01-01',
    })
  }
  const id = newId()
  await db.table('subscriptions').insert({
    id,
    subscriber_id: subscriberId,
    plan_id: plan.id,
    state: 'active',
    started_at: at,
  })
  return id
}

/** Units of use in a month, at the end of their day's hash chain as the tracker appends them. */
export async function useWork(
  subscriberId: string,
  workId: string,
  period: string,
  units: { listening?: number; download?: number; evidence?: string }
): Promise<void> {
  const at = periodStart(period).plus({ days: 9 })
  const kinds = (['listening', 'download'] as const).filter((kind) => (units[kind] ?? 0) > 0)
  for (const kind of kinds) {
    const evidence = units.evidence ?? (kind === 'download' ? 'announce' : 'player')
    await appendToChain({
      day: at.toISODate()!,
      period,
      subscriberId,
      workId,
      kind,
      evidence: evidence as UsageLink['evidence'],
      units: units[kind]!,
      ruleVersion: 1,
      atMs: at.toMillis(),
    })
  }
  await addTotals(subscriberId, workId, period, units)
}

async function appendToChain(unit: Omit<UsageLink, 'position'>): Promise<void> {
  await db.transaction(async (trx) => {
    const start = Buffer.from(chainStart(unit.day), 'hex')
    await trx.rawQuery(
      'INSERT INTO usage_days (day, units, head) VALUES (?, 0, ?) ON CONFLICT (day) DO NOTHING',
      [unit.day, start]
    )
    const day = await trx.from('usage_days').where('day', unit.day).forUpdate().firstOrFail()
    const position: number = day.units + 1
    const hash = Buffer.from(chainHash(day.head.toString('hex'), { ...unit, position }), 'hex')
    await trx.table('usage_units').insert({
      period: unit.period,
      subscriber_id: unit.subscriberId,
      work_id: unit.workId,
      kind: unit.kind,
      evidence: unit.evidence,
      units: unit.units,
      rule_version: unit.ruleVersion,
      at: new Date(unit.atMs),
      day: unit.day,
      day_position: position,
      hash,
    })
    await trx.from('usage_days').where('day', unit.day).update({ units: position, head: hash })
  })
}

async function addTotals(
  subscriberId: string,
  workId: string,
  period: string,
  {
    listening = 0,
    download = 0,
    evidence,
  }: { listening?: number; download?: number; evidence?: string }
) {
  const by = { server: 0, player: 0, announce: 0 } as Record<string, number>
  by[evidence ?? 'player'] += listening
  by[evidence ?? 'announce'] += download
  await db.rawQuery(
    `INSERT INTO usage_totals AS t (period, subscriber_id, work_id, listening_units,
        download_units, server_units, player_units, announce_units)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (period, subscriber_id, work_id) DO UPDATE SET
       listening_units = t.listening_units + excluded.listening_units,
       download_units = t.download_units + excluded.download_units,
       server_units = t.server_units + excluded.server_units,
       player_units = t.player_units + excluded.player_units,
       announce_units = t.announce_units + excluded.announce_units`,
    [period, subscriberId, workId, listening, download, by.server, by.player, by.announce]
  )
}

/** Moves the clock to the second day after a month and closes it. */
export async function closeMonth(clock: FixedClock, period: string) {
  clock.moveTo(periodStart(nextPeriod(period)).plus({ days: 1 }))
  return closePeriod({ period, actor: SYSTEM_ACTOR, clock })
}

/** A member of staff; only the id matters. */
export async function createPerson(name: string) {
  const id = newId()
  const email = `staff-${id.slice(0, 8)}@example.org`
  await db.table('accounts').insert({
    id,
    email,
    full_name: name,
    password: 'x',
    locale: 'fr',
    created_at: periodStart('2026-01').toISO(),
  })
  return { id, fullName: name, email }
}
