import {
  type Field,
  FIELDS,
  LIST_FIELDS,
  type ListName,
  LISTS,
  putAt,
  SECTIONS,
  valueAt,
} from '#services/statutes/form/fields'
import type { Fraction, MemberCategory, StatuteSettings } from '#services/statutes/statute_settings'
import { parseEuros } from '#values/money'
import { parsePercent } from '#values/ratio'

/** By path, the key of the words that say what form a value needs. */
export type Unread = Record<string, string>
type Raw = Record<string, unknown>
/** A value in its setting's form, or what it should have looked like. */
type Reading = { value: unknown } | { wrong: string }

const MOST = { lines: 20, text: 200, long: 2_000, documents: 10, whole: 100_000 }

/**
 * Reads a form as settings. What cannot be read keeps the value of `base` and is named in `unread`;
 * what is unlawful is read all the same, for the linter to judge. Unknown keys are let go.
 */
export function readTyped(
  typed: { fields?: unknown; lists?: unknown },
  base: StatuteSettings
): { settings: StatuteSettings; unread: Unread } {
  const settings = structuredClone(base)
  const unread: Unread = {}
  const fields = asRecord(typed.fields)
  for (const field of SECTIONS.flatMap((section) => FIELDS[section])) {
    if (!(field.path in fields)) continue
    const reading = readValue(field, fields[field.path])
    if ('wrong' in reading) unread[field.path] = reading.wrong
    else put(settings, field, reading.value)
  }
  const lists = asRecord(typed.lists)
  for (const list of LISTS) {
    if (Array.isArray(lists[list])) readList(list, lists[list], settings, unread)
  }
  return { settings, unread }
}

/** A fraction keeps what stands beside it (`strict`). */
function put(settings: StatuteSettings, { path, kind }: Field, value: unknown): void {
  if (kind !== 'fraction') return putAt(settings, path, value)
  Object.assign(valueAt(settings, path) as Fraction, value)
}

function readList(list: ListName, lines: unknown[], settings: StatuteSettings, unread: Unread) {
  if (lines.length > MOST.lines) {
    unread[list] = 'too_many'
    return
  }
  const before = settings[list] as object[]
  const read = lines.map((line, at) => {
    const raw = asRecord(line)
    const old = before.find((one) => valueAt(one, 'code') === raw.code) ?? {}
    return Object.fromEntries(
      LIST_FIELDS[list].map((field) => {
        const reading = readValue(field, raw[field.path])
        if ('value' in reading) return [field.path, reading.value]
        unread[`${list}.${at}.${field.path}`] = reading.wrong
        return [field.path, valueAt(old, field.path) ?? EMPTY[field.kind] ?? '']
      })
    )
  })
  putAt(settings, list, read)
}

/** What stands for a value that was never readable. */
const EMPTY: Partial<Record<Field['kind'], unknown>> = {
  whole: 0,
  percent: 0,
  choices: [],
  codes: [],
  documents: [],
}

function readValue({ kind, options = [] }: Field, raw: unknown): Reading {
  const text = typeof raw === 'string' || typeof raw === 'number' ? String(raw).trim() : ''
  switch (kind) {
    case 'text':
      return text.length <= MOST.text ? { value: text } : { wrong: 'too_long' }
    case 'long':
      return text.length <= MOST.long ? { value: text } : { wrong: 'too_long' }
    case 'compact':
      return readCompact(text)
    case 'code':
      return /^[a-z][a-z0-9_]{0,39}$/.test(text) ? { value: text } : { wrong: 'code' }
    case 'euros':
      return known(parseEuros(text)?.toString(), 'euros')
    case 'percent':
      return known(parsePercent(text), 'percent')
    case 'points':
      return readPoints(text)
    case 'whole':
      return readWhole(text)
    case 'fraction':
      return readFraction(text)
    case 'yes':
      return typeof raw === 'boolean' ? { value: raw } : { wrong: 'yes' }
    case 'choice':
      return options.includes(text) ? { value: text } : { wrong: 'choice' }
    case 'choices':
      return { value: options.filter((one) => textsOf(raw).includes(one)) }
    case 'codes':
      return { value: [...new Set(textsOf(raw))].slice(0, MOST.lines) }
    case 'documents':
      return readDocuments(raw)
  }
}

const known = (value: unknown, wrong: string): Reading =>
  value === null || value === undefined ? { wrong } : { value }

function readCompact(text: string): Reading {
  const value = text.replace(/[\s\u00a0\u202f.]/g, '').toUpperCase()
  return /^[A-Z0-9]{0,40}$/.test(value) ? { value } : { wrong: 'compact' }
}

function readWhole(text: string): Reading {
  return /^[0-9]{1,6}$/.test(text) && Number(text) <= MOST.whole
    ? { value: Number(text) }
    : { wrong: 'whole' }
}

function readPoints(text: string): Reading {
  const found = /^([0-9]{1,2})(?:[.,]([0-9]{1,3}))?$/.exec(text)
  if (!found) return { wrong: 'points' }
  return { value: Number(found[1]) * 1000 + Number((found[2] ?? '').padEnd(3, '0')) }
}

function readFraction(text: string): Reading {
  if (text === '0') return { value: { numerator: 0, denominator: 1 } }
  const found = /^([0-9]{1,3})\s*\/\s*([1-9][0-9]{0,2})$/.exec(text)
  if (!found) return { wrong: 'fraction' }
  return { value: { numerator: Number(found[1]), denominator: Number(found[2]) } }
}

function readDocuments(raw: unknown): Reading {
  const lines = (Array.isArray(raw) ? raw : []).map(asRecord)
  if (lines.length > MOST.documents) return { wrong: 'too_many' }
  const value: MemberCategory['documents'] = lines.map((line, at) => ({
    code: /^[a-z][a-z0-9_]{0,39}$/.test(String(line.code))
      ? String(line.code)
      : `document_${at + 1}`,
    labelFr: String(line.labelFr ?? '')
      .trim()
      .slice(0, MOST.text),
    labelEn: String(line.labelEn ?? '')
      .trim()
      .slice(0, MOST.text),
    required: line.required === true,
  }))
  return { value: value.filter(({ labelFr }) => labelFr !== '') }
}

const textsOf = (raw: unknown): string[] =>
  Array.isArray(raw) ? raw.filter((one): one is string => typeof one === 'string') : []

function asRecord(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {}
}
