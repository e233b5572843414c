import { INPUT } from '#services/royalties/allocation/csv_files'
import { FileSource, type Slice } from '#services/royalties/allocation/file_io'
import type { CloseContext, Figures } from '#services/royalties/close/close_context'
import { readSlices } from '#services/royalties/close/range_slices'
import { monthFacts } from '#services/royalties/close/statement_facts'
import { LABELS, OUTPUT } from '#services/royalties/files/formats'
import { filePath, partPath, type FileKind } from '#services/royalties/files/period_paths'
import { buildPayeeStatement } from '#services/royalties/statements/build_payee_statement'
import { buildSubscriberStatement } from '#services/royalties/statements/build_subscriber_statement'
import { readPayees } from '#services/royalties/statements/payee_rows'
import { StatementStore } from '#services/royalties/statements/statement_store'
import {
  readSubscribers,
  SUBSCRIBER_SOURCES,
  type SubscriberSource,
} from '#services/royalties/statements/subscriber_rows'

type Place = { kind: 'input' | 'labels' | 'output'; file: string }

const PLACES: Record<SubscriberSource, Place> = {
  contributions: { kind: 'input', file: INPUT.contributions.file },
  usage: { kind: 'input', file: INPUT.usage.file },
  choices: { kind: 'input', file: INPUT.choices.file },
  carriedIn: { kind: 'input', file: INPUT.carried.file },
  evidence: { kind: 'labels', file: LABELS.evidence.file },
  payments: { kind: 'labels', file: LABELS.payments.file },
  works: { kind: 'output', file: OUTPUT.subscriberWorks.file },
  causes: { kind: 'output', file: OUTPUT.subscriberCauses.file },
  carriedOut: { kind: 'output', file: OUTPUT.carried.file },
}

const CURSOR_BUFFER_BYTES = 128 * 1024

/** Writes the statements of one range's subscribers, from its part of each file. */
export async function stateRange(context: CloseContext, range: number): Promise<object> {
  const facts = await monthFacts(context)
  const store = new StatementStore(context)
  const slices: Partial<Record<SubscriberSource, Slice>> = readSlices(context, range)
  const sources = Object.fromEntries(
    SUBSCRIBER_SOURCES.map((name) => {
      const { kind, file } = PLACES[name]
      const slice = slices[name]
      return [
        name,
        slice
          ? new FileSource(filePath(context, kind, file), slice)
          : new FileSource(partPath(context, kind, file, range)),
      ]
    })
  ) as Record<SubscriberSource, FileSource>
  const options = { header: false, bufferBytes: CURSOR_BUFFER_BYTES }
  try {
    for await (const rows of readSubscribers(facts, sources, options)) {
      await store.add(rows.subscriberId, buildSubscriberStatement(rows))
    }
    await store.flush()
  } finally {
    for (const source of Object.values(sources)) source.close()
  }
  return { statements: store.count }
}

/** Writes the payees' statements, and ends the step. */
export async function stateWhole(context: CloseContext): Promise<Figures> {
  const facts = await monthFacts(context)
  const store = new StatementStore(context)
  const open = (kind: FileKind, file: string) => new FileSource(filePath(context, kind, file))
  const sources = {
    sums: open('output', OUTPUT.payees.file),
    lines: open('output', OUTPUT.payees.file),
    balances: open('output', OUTPUT.balances.file),
    splits: open('input', INPUT.splits.file),
    adjustments: open('input', INPUT.adjustments.file),
  }
  try {
    for await (const rows of readPayees(facts, sources)) {
      await store.add(rows.payeeId, buildPayeeStatement(rows))
    }
    await store.flush()
  } finally {
    for (const source of Object.values(sources)) source.close()
  }
  const { rows } = await context.client.query(
    `SELECT count(*) FILTER (WHERE kind = 'subscriber')::int AS subscribers,
            count(*) FILTER (WHERE kind = 'payee')::int AS payees
       FROM statements WHERE period = $1 AND revision = $2`,
    [context.period, context.revision]
  )
  return rows[0]
}
