import type Publication from '#models/publication/publication'
import { INPUT } from '#services/royalties/allocation/csv_files'
import { FileSource } from '#services/royalties/allocation/file_io'
import { RowCursor } from '#services/royalties/allocation/row_cursor'
import { parsePolicy } from '#services/royalties/allocation/policy'
import { weightOf } from '#services/royalties/allocation/rule'
import { LABELS, OUTPUT } from '#services/royalties/files/formats'
import { filePath, type FileKind } from '#services/royalties/files/period_paths'
import { buildPayeeStatement } from '#services/royalties/statements/build_payee_statement'
import { buildSubscriberStatement } from '#services/royalties/statements/build_subscriber_statement'
import type { StatementDocument } from '#services/royalties/statements/documents'
import { readMonthFacts, type MonthFacts } from '#services/royalties/statements/month_facts'
import { readPayees } from '#services/royalties/statements/payee_rows'
import { readSubscribers } from '#services/royalties/statements/subscriber_rows'
import { readFileSync } from 'node:fs'

export type Rebuilt = { subjectId: string; statement: StatementDocument }

type Key = Pick<Publication, 'period' | 'revision'>

/** The files of a month, open until `close`. */
class MonthFiles {
  readonly #open: FileSource[] = []
  constructor(readonly key: Key) {}

  source(kind: FileKind, file: string): FileSource {
    const source = new FileSource(filePath(this.key, kind, file))
    this.#open.push(source)
    return source
  }

  close(): void {
    for (const source of this.#open) source.close()
  }
}

/** Every statement of subscribers again, from the kept files alone, by ascending id. */
export async function* rebuildSubscribers(key: Key): AsyncGenerator<Rebuilt> {
  const files = new MonthFiles(key)
  try {
    const sources = {
      contributions: files.source('input', INPUT.contributions.file),
      usage: files.source('input', INPUT.usage.file),
      choices: files.source('input', INPUT.choices.file),
      carriedIn: files.source('input', INPUT.carried.file),
      evidence: files.source('labels', LABELS.evidence.file),
      payments: files.source('labels', LABELS.payments.file),
      works: files.source('output', OUTPUT.subscriberWorks.file),
      causes: files.source('output', OUTPUT.subscriberCauses.file),
      carriedOut: files.source('output', OUTPUT.carried.file),
    }
    for await (const rows of readSubscribers(await factsOf(key), sources)) {
      yield { subjectId: rows.subscriberId, statement: buildSubscriberStatement(rows) }
    }
  } finally {
    files.close()
  }
}

/** Every statement of payees again, by ascending id. */
export async function* rebuildPayees(key: Key): AsyncGenerator<Rebuilt> {
  const files = new MonthFiles(key)
  try {
    const sources = {
      sums: files.source('output', OUTPUT.payees.file),
      lines: files.source('output', OUTPUT.payees.file),
      balances: files.source('output', OUTPUT.balances.file),
      splits: files.source('input', INPUT.splits.file),
      adjustments: files.source('input', INPUT.adjustments.file),
    }
    for await (const rows of readPayees(await factsOf(key), sources)) {
      yield { subjectId: rows.payeeId, statement: buildPayeeStatement(rows) }
    }
  } finally {
    files.close()
  }
}

async function factsOf(key: Key): Promise<MonthFacts> {
  const policy = filePath(key, 'input', 'policy.json')
  const labels = filePath(key, 'labels', 'labels.json')
  return readMonthFacts(key.revision, { policy, labels }, await workWeights(key))
}

/** Each work's weight over everybody's use. */
async function workWeights(key: Key): Promise<Map<string, bigint>> {
  const policy = parsePolicy(readFileSync(filePath(key, 'input', 'policy.json')))
  const weights = new Map<string, bigint>()
  const source = new FileSource(filePath(key, 'input', INPUT.usage.file))
  try {
    const rows = new RowCursor(INPUT.usage, source)
    while (await rows.next()) {
      const weight = weightOf(policy, rows.integer(2), rows.integer(3))
      if (weight > 0n) weights.set(rows.text(1), (weights.get(rows.text(1)) ?? 0n) + weight)
    }
  } finally {
    source.close()
  }
  return weights
}
