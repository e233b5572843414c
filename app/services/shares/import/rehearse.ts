import { personKey } from '#services/membership/person_key'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import { comparable, type ImportField } from '#services/shares/import/columns'
import type { ImportLine, ImportPerson, LineError } from '#services/shares/import/read_line'

/** The statutes that were in force on a day; null before the first version. */
export type StatutesOn = (day: string) => StatuteSettings | null

export type PlannedMember = {
  key: string
  formerNumber: string | null
  person: ImportPerson
  categoryCode: string
  /** Day of the first movement. */
  joinedOn: string
  shares: number
  paidCents: bigint
  /** The line that introduced the member. */
  line: number
}

export type Rehearsal = {
  errors: LineError[]
  warnings: LineError[]
  /** In the order in which they will be numbered. */
  members: PlannedMember[]
  /** In the order in which they will be registered. */
  lines: ImportLine[]
  subscribedCents: bigint
  paidCents: bigint
  publicCents: bigint
  peakCents: bigint
}

type Start = {
  today: string
  /** The day of the register's last movement: nothing is slipped in before it. */
  lastDay: string | null
  statutesOn: StatutesOn
  /** Who is in the register already, by person key, with the name to show (C03). */
  known: ReadonlyMap<string, string>
}

/**
 * Plays the lines of a file through the rules in the order of their dates, without writing
 * anything: what would be refused, and what the register would come to (C01, C07-C10).
 */
export function rehearse(lines: readonly ImportLine[], start: Start): Rehearsal {
  const ordered = [...lines].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.line - b.line))
  const play = new Play(start, personsOf(lines))
  for (const line of ordered) play.take(line)
  return {
    errors: play.errors.sort((a, b) => a.line - b.line),
    warnings: play.warnings.sort((a, b) => a.line - b.line),
    members: [...play.members.values()],
    lines: ordered,
    subscribedCents: play.subscribed,
    paidCents: play.paid,
    publicCents: play.public,
    peakCents: play.peak,
  }
}

/** A person may be described on any of their lines: the first description in the file counts. */
function personsOf(lines: readonly ImportLine[]): Map<string, ImportLine> {
  const persons = new Map<string, ImportLine>()
  for (const line of lines) {
    if (line.person && !persons.has(line.memberKey)) persons.set(line.memberKey, line)
  }
  return persons
}

class Play {
  readonly errors: LineError[] = []
  readonly warnings: LineError[] = []
  readonly members = new Map<string, PlannedMember>()
  readonly #identities = new Map<string, PlannedMember>()
  subscribed = 0n
  paid = 0n
  public = 0n
  peak = 0n

  constructor(
    private start: Start,
    private persons: Map<string, ImportLine>
  ) {}

  take(line: ImportLine): void {
    const fail = (field: ImportField | null, key: string, params?: LineError['params']) => {
      this.errors.push({ line: line.line, field, key, params })
    }
    if (line.type === 'withdraw' || line.type === 'repay') return fail('type', 'not_imported')
    if (line.on > this.start.today) return fail('date', 'future_date')
    if (this.start.lastDay && line.on < this.start.lastDay) {
      return fail('date', 'before_the_register', { day: this.start.lastDay })
    }
    const statutes = this.start.statutesOn(line.on)
    if (!statutes) return fail('date', 'no_statutes', { day: line.on })
    const nominal = BigInt(statutes.capital.nominalCents)
    const amount = BigInt(line.shares) * nominal
    if (line.amountCents !== null && line.amountCents !== amount) {
      return fail('amount', 'amount_differs', {
        shares: line.shares,
        nominal: String(nominal),
        amount: String(amount),
      })
    }
    if (line.type === 'subscribe') this.#subscribe(line, statutes, amount, fail)
    else this.#transfer(line, statutes, nominal, fail)
  }

  #subscribe(line: ImportLine, statutes: StatuteSettings, amount: bigint, fail: Fail): void {
    const paid = line.paidCents ?? amount
    if (paid > amount) return fail('paid', 'paid_too_much', { amount: String(amount) })
    if (paid * 10_000n < amount * BigInt(statutes.capital.paidUpBp)) {
      return fail('paid', 'paid_below', { percent: statutes.capital.paidUpBp / 100 })
    }
    const member = this.#memberOf(line, statutes, fail)
    if (!member) return
    member.shares += line.shares
    member.paidCents += paid
    this.subscribed += amount
    this.paid += paid
    if (member.person.kind === 'public_body') {
      this.public += amount
      if (this.public * 2n > this.subscribed) fail('shares', 'public_half')
    }
    if (this.subscribed > this.peak) this.peak = this.subscribed
    this.#limits(member, statutes, line)
  }

  #limits(member: PlannedMember, statutes: StatuteSettings, line: ImportLine): void {
    const category = statutes.categories.find(({ code }) => code === member.categoryCode)
    const minimum = category?.minShares ?? 1
    if (member.shares > 0 && member.shares < minimum) {
      const params = { minimum, shares: member.shares }
      this.errors.push({ line: line.line, field: 'shares', key: 'below_minimum', params })
    }
    if (statutes.identity.legalForm === 'SARL' && this.members.size > 100) {
      this.errors.push({ line: line.line, field: null, key: 'sarl_members' })
    }
  }

  #transfer(line: ImportLine, statutes: StatuteSettings, nominal: bigint, fail: Fail): void {
    const from = this.members.get(line.memberKey)
    const to = this.members.get(line.toMember!)
    if (!from) return fail('member', 'unknown_member')
    if (!to) return fail('toMember', 'unknown_member')
    if (from === to) return fail('toMember', 'to_oneself')
    if (to.shares === 0) return fail('toMember', 'has_left')
    if (line.shares > from.shares) return fail('shares', 'more_than_held', { held: from.shares })
    if (from.paidCents < BigInt(from.shares) * nominal) return fail('shares', 'not_paid_up')
    const paid = BigInt(line.shares) * nominal
    from.shares -= line.shares
    to.shares += line.shares
    from.paidCents -= paid
    to.paidCents += paid
    const amount = paid
    if (from.person.kind === 'public_body') this.public -= amount
    if (to.person.kind === 'public_body') this.public += amount
    if (this.public * 2n > this.subscribed) fail('shares', 'public_half')
    this.#limits(from, statutes, line)
    this.#limits(to, statutes, line)
    if (from.shares === 0) {
      this.warnings.push({ line: line.line, field: 'shares', key: 'nothing_left' })
    }
  }

  #memberOf(line: ImportLine, statutes: StatuteSettings, fail: Fail): PlannedMember | null {
    const known = this.members.get(line.memberKey)
    if (known?.shares === 0) {
      fail('member', 'has_left')
      return null
    }
    if (known) return known
    const described = this.persons.get(line.memberKey)
    if (!described) {
      fail('familyName', 'nobody')
      return null
    }
    const person = described.person!
    const category = statutes.categories.find((one) =>
      [one.code, one.labelFr, one.labelEn].some(
        (n) => comparable(n) === comparable(person.category)
      )
    )
    const about = { line: described.line, field: 'category' as const }
    if (!category) {
      const choices = statutes.categories.map(({ labelFr }) => labelFr).join(', ')
      this.errors.push({
        ...about,
        key: 'unknown_category',
        params: { value: person.category, choices },
      })
      return null
    }
    if (!category.kinds.includes(person.kind)) {
      this.errors.push({
        ...about,
        key: 'kind_of_category',
        params: { category: category.labelFr },
      })
      return null
    }
    return this.#welcome(line, person, category.code, described.line)
  }

  #welcome(line: ImportLine, person: ImportPerson, categoryCode: string, at: number) {
    const identity = personKey(person)
    const twin = this.#identities.get(identity)
    if (twin) {
      this.errors.push({ line: at, field: null, key: 'same_person', params: { other: twin.line } })
      return null
    }
    const elsewhere = this.start.known.get(identity)
    if (elsewhere !== undefined) {
      this.errors.push({
        line: at,
        field: null,
        key: 'already_a_member',
        params: { name: elsewhere },
      })
      return null
    }
    const member: PlannedMember = {
      key: line.memberKey,
      formerNumber: line.formerNumber,
      person,
      categoryCode,
      joinedOn: line.on,
      shares: 0,
      paidCents: 0n,
      line: at,
    }
    this.members.set(line.memberKey, member)
    this.#identities.set(identity, member)
    return member
  }
}

type Fail = (field: ImportField | null, key: string, params?: LineError['params']) => void
