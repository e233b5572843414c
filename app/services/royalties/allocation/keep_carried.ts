import type { ByteSink, ByteSource } from './byte_io.js'
import { INPUT } from './csv_files.js'
import { CsvWriter } from './csv_writer.js'
import { isExpired } from './rule.js'
import type { AllocationPolicy } from './policy.js'
import { RowCursor } from './row_cursor.js'

/**
 * Copies the rows that `allocateRange` wrote as carried, without those that joined the pool.
 *
 * @param options.hasPool whether the period has a pool (`pool_micro` above 0); without one, amounts
 * that waited too long keep waiting
 */
export async function keepCarried(
  policy: AllocationPolicy,
  source: ByteSource,
  sink: ByteSink,
  options: { hasPool: boolean }
): Promise<void> {
  const rows = new RowCursor(INPUT.carried, source, { header: false })
  const writer = new CsvWriter(sink)
  while (await rows.next()) {
    const carried = { amountMicro: rows.integer(1), months: rows.integer(2) }
    if (options.hasPool && isExpired(policy, carried)) continue
    writer.raw(rows.bytes, rows.starts[0], rows.ends[2])
    writer.newline()
    if (writer.isFull) await writer.flush()
  }
  await writer.flush()
}
