import type { DateTime } from 'luxon'
import type { ClientBase } from 'pg'
import { movementLines, type MovementMoney } from '#services/shares/movements/movement_entry'
import {
  movementHash,
  recordedAtText,
  type HashedMovement,
} from '#services/shares/movements/movement_hash'
import type { EntryLine } from '#services/ledger/post_entry'
import { bulkPerson } from '#services/shares/bulk/bulk_people'
import { insertRows, snakeCase, TABLES } from '#services/shares/bulk/insert_rows'
import type { BulkMove } from '#services/shares/bulk/plan_bulk'
import { dayOf } from '#values/day'
import { canonicalJson, sha256Hex } from '#values/digest'
import { newId } from '#values/id'

const LABEL = 'essai'

type Setting = {
  nominalCents: bigint
  categories: string[]
  recordedAt: DateTime
  members: number
}
type Rows = Record<string, Record<string, unknown>[]>
type Place = { number: bigint; hash: Buffer; OD: number; BQ: number; member: number }

/** Writes planned movements by the thousand, with everything that stands beside a movement. */
export class BulkWriter {
  readonly #ids: string[]
  readonly #bulletin = { document: 'bulk', note: 'made up' }
  readonly #sha256 = sha256Hex(canonicalJson({ document: 'bulk', note: 'made up' }))

  /** The same for every movement: made once. */
  readonly #recordedAt: string

  constructor(private setting: Setting) {
    this.#recordedAt = recordedAtText(setting.recordedAt)
    this.#ids = Array.from({ length: setting.members }, () => newId())
  }

  /** One transaction of the caller; numbers and hashes go on from where the register is. */
  async write(client: ClientBase, moves: readonly BulkMove[]): Promise<void> {
    const place = await this.#place(client)
    const rows: Rows = Object.fromEntries(TABLES.map((table) => [table, []]))
    for (const move of moves) {
      if (move.type === 'join') this.#join(rows, move, place)
      if (move.type === 'hand_over') this.#handOver(rows, move, place)
      else this.#buy(rows, move, place)
    }
    for (const table of TABLES) await insertRows(client, table, rows[table])
  }

  async #place(client: ClientBase): Promise<Place> {
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('ledger|OD')),
                               pg_advisory_xact_lock(hashtext('ledger|BQ')),
                               pg_advisory_xact_lock(hashtext('members|number'))`)
    const { rows } = await client.query(
      `SELECT last_number::text AS number, last_hash AS hash,
              (SELECT coalesce(max(number), 0) FROM journal_entries WHERE journal = 'OD') AS od,
              (SELECT coalesce(max(number), 0) FROM journal_entries WHERE journal = 'BQ') AS bq,
              (SELECT coalesce(max(number), 0) FROM members) AS member
         FROM capital_totals FOR UPDATE`
    )
    const { number, hash, od, bq, member } = rows[0]
    return { number: BigInt(number), hash, OD: od, BQ: bq, member }
  }

  #join(rows: Rows, { day, member }: BulkMove, place: Place): void {
    const id = this.#ids[member]
    const { givenName, familyName, personKey, ...person } = bulkPerson(member)
    const { email, street, postcode, city, birthDate } = person
    const at = this.setting.recordedAt.toISO()
    const { categories } = this.setting
    rows.members.push({
      id,
      number: ++place.member,
      kind: 'natural',
      person_key: personKey,
      display_name: `${givenName} ${familyName}`,
      sort_name: `${familyName} ${givenName}`,
      email,
      city,
      state: 'active',
      admitted_on: day,
      joined_on: day,
      created_at: at,
    })
    rows.member_details.push({
      id: newId(),
      member_id: id,
      version: 1,
      valid_from: day,
      given_name: givenName,
      family_name: familyName,
      birth_date: birthDate,
      ...{ email, street, postcode, city, country: 'FR' },
      recorded_at: at,
      recorded_by_label: LABEL,
    })
    rows.member_categories.push({
      id: newId(),
      member_id: id,
      category_code: categories[member % categories.length],
      valid_from: day,
      recorded_at: at,
      recorded_by_label: LABEL,
    })
  }

  #buy(rows: Rows, { day, member, shares }: BulkMove, place: Place): void {
    const { nominalCents, recordedAt } = this.setting
    const memberId = this.#ids[member]
    const [id, payment] = [newId(), newId()]
    const amountCents = BigInt(shares) * nominalCents
    const reference = `ESSAI-${id}`
    const at = recordedAt.toISO()
    rows.share_subscriptions.push({
      id,
      member_id: memberId,
      reference,
      shares,
      nominal_cents: nominalCents,
      first_payment_cents: amountCents,
      received_cents: amountCents,
      state: 'registered',
      bulletin: this.#bulletin,
      bulletin_sha256: this.#sha256,
      signed_at: day,
      registered_at: day,
      created_at: at,
    })
    rows.share_payments.push({
      id: payment,
      subscription_id: id,
      kind: 'receipt',
      amount_cents: amountCents,
      bank_date: day,
      bank_reference: reference,
      recorded_at: at,
      recorded_by_label: LABEL,
    })
    this.#entry(rows, place, {
      journal: 'BQ',
      day,
      piece: `BQ-parts-${payment}`,
      lines: [
        { account: '512', debitCents: amountCents },
        { account: '4563', auxiliary: memberId, creditCents: amountCents },
      ],
    })
    const to = { memberId, pocket: 'held' as const }
    const money = {
      type: 'subscribe' as const,
      from: null,
      to,
      amountCents,
      paidCents: amountCents,
    }
    this.#movement(rows, place, { day, shares, money, subscriptionId: id, transferId: null })
  }

  #handOver(rows: Rows, { day, member, to: taker, shares }: BulkMove, place: Place): void {
    const { nominalCents, recordedAt } = this.setting
    const id = newId()
    const from = { memberId: this.#ids[member], pocket: 'held' as const }
    const to = { memberId: this.#ids[taker!], pocket: 'held' as const }
    rows.share_transfers.push({
      id,
      from_member_id: from.memberId,
      to_member_id: to.memberId,
      shares,
      state: 'registered',
      requested_at: day,
      requested_by_label: LABEL,
      evidence: { method: LABEL },
      accepted_at: day,
      acceptance: { method: LABEL },
      ended_at: day,
      created_at: recordedAt.toISO(),
    })
    const amountCents = BigInt(shares) * nominalCents
    const money = { type: 'transfer' as const, from, to, amountCents, paidCents: amountCents }
    this.#movement(rows, place, { day, shares, money, subscriptionId: null, transferId: id })
  }

  #movement(
    rows: Rows,
    place: Place,
    given: {
      day: string
      shares: number
      money: MovementMoney
      subscriptionId: string | null
      transferId: string | null
    }
  ): void {
    const { day, shares, money, subscriptionId, transferId } = given
    const id = newId()
    const number = ++place.number
    const piece = `OD-parts-${number}-${id.slice(0, 8)}`
    this.#entry(rows, place, { journal: 'OD', day, piece, lines: movementLines(money) })
    const hashed: HashedMovement = {
      ...{ id, number, type: money.type, effectiveOn: dayOf(day), subscriptionId, transferId },
      ...{ fromMemberId: money.from?.memberId ?? null, fromPocket: money.from?.pocket ?? null },
      ...{ toMemberId: money.to?.memberId ?? null, toPocket: money.to?.pocket ?? null },
      ...{ shares, nominalCents: this.setting.nominalCents, paidCents: money.paidCents },
      ...{ claimId: null, corrects: null, reason: null, pieceReference: piece },
      ...{ recordedAt: this.setting.recordedAt, recordedByLabel: LABEL },
    }
    const previous = place.hash
    place.hash = movementHash(previous, hashed, this.#recordedAt)
    rows.share_movements.push({
      ...snakeCase(hashed),
      effective_on: day,
      recorded_at: this.setting.recordedAt.toISO(),
      previous_hash: `\\x${previous.toString('hex')}`,
      hash: `\\x${place.hash.toString('hex')}`,
    })
  }

  #entry(
    rows: Rows,
    place: Place,
    entry: { journal: 'OD' | 'BQ'; day: string; piece: string; lines: EntryLine[] }
  ): void {
    const id = newId()
    rows.journal_entries.push({
      id,
      journal: entry.journal,
      number: ++place[entry.journal],
      entry_date: entry.day,
      piece_reference: entry.piece,
      label: LABEL,
      posted_by_label: LABEL,
      posted_at: this.setting.recordedAt.toISO(),
    })
    const lines = entry.lines.filter((one) => (one.debitCents ?? 0n) !== (one.creditCents ?? 0n))
    for (const [index, line] of lines.entries()) {
      rows.journal_lines.push({
        id: newId(),
        entry_id: id,
        position: index + 1,
        account_code: line.account,
        auxiliary: line.auxiliary ?? null,
        label: LABEL,
        debit_cents: line.debitCents ?? 0n,
        credit_cents: line.creditCents ?? 0n,
      })
    }
  }
}
