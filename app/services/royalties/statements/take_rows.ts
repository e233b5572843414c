import type { RowCursor } from '#services/royalties/allocation/row_cursor'

/** All rows of a cursor that have this first key; the cursor then stands on the next key. */
export async function takeRows<T>(cursor: RowCursor, key: string, read: () => T): Promise<T[]> {
  const taken: T[] = []
  if (!cursor.present || cursor.text(cursor.format.key[0]) !== key) return taken
  do taken.push(read())
  while ((await cursor.next()) && cursor.sameKey)
  return taken
}
