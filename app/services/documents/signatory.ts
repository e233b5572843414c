/** Who signs papers in the co-operative's name: their name, and the office they hold, by language. */
export type Signatory = { name: string; office: { fr: string; en: string } }

/** @param day YYYY-MM-DD: a paper is signed by whoever holds the office on its day */
type Source = (day: string) => Promise<Signatory | null>

let source: Source = async () => null

/** The running mandates say who signs; papers of every domain ask here. */
export function registerSignatory(next: Source): void {
  source = next
}

/** Null while nobody alone holds an office: the paper leaves room for the name. */
export function signatoryOn(day: string): Promise<Signatory | null> {
  return source(day)
}
