/** Who signs every page and paper: what the law asks to stand there, in words. */
export type Letterhead = {
  name: string
  /** « SCIC SAS à capital variable » */
  form: string
  /** « P2P’Legal, SCIC SAS à capital variable, RCS … », by language. */
  mention: { fr: string; en: string }
  /** `123 456 782`; empty where it is not known. */
  siren: string
  /** « Bobigny 123 456 782 » */
  rcs: string
  seat: string
  vat: string
  email: string
  phone: string
}

/** @param day YYYY-MM-DD: a paper of March carries what was true in March */
type Source = (day: string) => Promise<Letterhead | null>

let source: Source = async () => null

/** The statutes say who the co-operative is; papers of every domain ask here. */
export function registerLetterhead(next: Source): void {
  source = next
}

/** Null before the first statutes are in force. */
export function letterheadOn(day: string): Promise<Letterhead | null> {
  return source(day)
}
