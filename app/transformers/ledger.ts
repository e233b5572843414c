import type { Auxiliaries } from '#services/ledger/fec'
import type { findEntry } from '#services/ledger/queries/find_entry'
import type { AccountLine } from '#services/ledger/queries/list_account_lines'
import type { TrialBalanceLine } from '#services/ledger/queries/trial_balance'

type Labelled = { code: string; labelFr: string; labelEn: string }

/** An account by its number, with its name in the reader's language. */
export function accountName({ code, labelFr, labelEn }: Labelled, locale: string) {
  return { code, label: locale === 'en' ? labelEn : labelFr }
}

export function balanceLine(line: TrialBalanceLine, locale: string) {
  return {
    id: line.code,
    ...accountName(line, locale),
    debitCents: line.debitCents.toString(),
    creditCents: line.creditCents.toString(),
    balanceCents: line.balanceCents.toString(),
  }
}

export function accountLine(line: AccountLine, names: Auxiliaries) {
  return {
    ...line,
    auxiliary: nameOf(line.auxiliary, names),
    debitCents: line.debitCents.toString(),
    creditCents: line.creditCents.toString(),
  }
}

type Entry = NonNullable<Awaited<ReturnType<typeof findEntry>>>

export function entryPage(entry: Entry, names: Auxiliaries, locale: string) {
  return {
    ...entry,
    lines: entry.lines.map(
      ({ account, labelFr, labelEn, auxiliary, ...line }: Entry['lines'][0]) => ({
        ...line,
        account: accountName({ code: account, labelFr, labelEn }, locale),
        auxiliary: nameOf(auxiliary, names),
      })
    ),
  }
}

function nameOf(auxiliary: string | null, names: Auxiliaries): string | null {
  if (!auxiliary) return null
  return names.get(auxiliary)?.name ?? auxiliary
}
