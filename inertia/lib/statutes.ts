export type Standing = 'draft' | 'in_force' | 'to_come' | 'replaced' | 'discarded'

export type ProfileRow = {
  id: string
  version: number | null
  label: string
  standing: Standing
  resolutionReference: string | null
  resolutionDate: string | null
  effectiveOn: string | null
  sha256: string
}

export type Finding = {
  severity: 'error' | 'warning' | 'note'
  rule: string
  article: string
  toConfirm: boolean
  path: string
  label: string
  text: string
}
export type Difference = {
  section: string
  path: string
  label: string
  before: string
  after: string
}
export type ArticleDifference = { heading: string; before: string; after: string }
export type Review = {
  findings: Finding[]
  differences: Difference[]
  articles: ArticleDifference[]
}

export type TypedDocument = { code: string; labelFr: string; labelEn: string; required: boolean }
export type TypedValue = string | boolean | string[] | TypedDocument[]
export type TypedLine = Record<string, TypedValue>
export type ListName = 'categories' | 'colleges' | 'bodies'
export type Field = { path: string; kind: string; options?: string[] }
export type Catalogue = {
  fields: Record<string, Field[]>
  lists: Record<ListName, Field[]>
}

export const LISTS: ListName[] = ['categories', 'colleges', 'bodies']

/** The key of a setting's words: `assemblies.ordinary.majority` is `assemblies_majority`. */
export function fieldKey(path: string): string {
  return path
    .replace(/\.(ordinary|extraordinary)\./, '.')
    .replaceAll('.', '_')
    .replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** Where a setting stands on the page, for links to it. */
export const anchorOf = (path: string): string => `reglage-${path.replaceAll('.', '-')}`

/** What stands in a new line before anybody types. */
export function emptyLine(fields: Field[]): TypedLine {
  const values: Record<string, () => TypedValue> = {
    choices: () => [],
    codes: () => [],
    documents: () => [],
  }
  return Object.fromEntries(
    fields.map(({ path, kind, options }) => [path, values[kind]?.() ?? options?.[0] ?? ''])
  )
}
