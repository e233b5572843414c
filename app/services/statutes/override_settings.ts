/** Any part of a shape; a list replaces the whole list. */
export type Overrides<T> = {
  [Key in keyof T]?: T[Key] extends unknown[]
    ? T[Key]
    : T[Key] extends object
      ? Overrides<T[Key]>
      : T[Key]
}

/** A copy of `base` with what `overrides` says; neither is touched. */
export function overrideSettings<T extends object>(base: T, overrides: Overrides<T> = {}): T {
  const result = structuredClone(base)
  for (const [key, value] of Object.entries(overrides) as [keyof T, unknown][]) {
    if (value === undefined) continue
    const isPart = typeof value === 'object' && value !== null && !Array.isArray(value)
    result[key] = (
      isPart ? overrideSettings(base[key] as object, value) : structuredClone(value)
    ) as T[keyof T]
  }
  return result
}
