import { LAW, type Law } from '#services/statutes/lint/laws'

/** An error keeps a version from being adopted; a warning asks to look; a note is good to know. */
export type Severity = 'error' | 'warning' | 'note'

export type Finding = {
  severity: Severity
  /** The rule of the project (C04), or the chapter of the law's table (1.1). */
  rule: string
  /** The text that sets the bound, as it is cited in France. */
  article: string
  /** True where the source is a model or an older text: ask a lawyer. */
  toConfirm: boolean
  /** Where in the settings: `colleges.2.weightBp`. */
  path: string
  /** Its words: `statutes.findings.<key>`. */
  key: string
  /** Figures for the words: `…Bp` are basis points, `…Cents` cents, `…Milli` thousandths. */
  params: Record<string, string | number>
}

export type LawName = keyof typeof LAW

/** A line's name in both languages, for the words of a finding. */
export function named({ labelFr, labelEn }: { labelFr: string; labelEn: string }) {
  return { name: labelFr, nameEn: labelEn || labelFr }
}

/** What the rules write their findings into. */
export class Findings {
  readonly list: Finding[] = []

  error(law: LawName, path: string, key: string, params: Finding['params'] = {}): void {
    this.#add('error', law, path, key, params)
  }

  warning(law: LawName, path: string, key: string, params: Finding['params'] = {}): void {
    this.#add('warning', law, path, key, params)
  }

  note(law: LawName, path: string, key: string, params: Finding['params'] = {}): void {
    this.#add('note', law, path, key, params)
  }

  #add(severity: Severity, law: LawName, path: string, key: string, params: Finding['params']) {
    const { rule, article, toConfirm = false }: Law = LAW[law]
    this.list.push({ severity, rule, article, toConfirm, path, key, params })
  }
}
