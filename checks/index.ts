import { readdir } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import type { Check, CheckResult, CheckScope } from './check.js'
import { Clock } from '#values/clock'

/** How many offending rows a message shows. */
const SHOWN_ROWS = 3
const NOT_A_DOMAIN = /^(index|check)\.(ts|js)$/

/** Every domain's invariants: each file of this directory exports its list as `checks`. */
export async function allChecks(): Promise<Check[]> {
  const files = await readdir(new URL('.', import.meta.url))
  const domains = files
    .filter(
      (file) => /\.(ts|js)$/.test(file) && !file.endsWith('.d.ts') && !NOT_A_DOMAIN.test(file)
    )
    .sort()
  const lists = await Promise.all(
    domains.map(async (file) => {
      const module: { checks?: Check[] } = await import(new URL(file, import.meta.url).href)
      return module.checks ?? []
    })
  )
  return lists.flat()
}

/** Runs one invariant; an error while running it is a failure too. */
export async function runCheck(check: Check, scope: CheckScope): Promise<CheckResult> {
  const { name, sentence } = check
  try {
    const failure = check.run ? await check.run(scope) : await offendingRows(check.sql!, scope)
    return { name, sentence, failure, ended: true }
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error)
    return { name, sentence, failure, ended: false }
  }
}

/** Runs every invariant, or those that guard a close, or those of a name. */
export async function runChecks(
  scope: CheckScope,
  filter: { guardsClose?: boolean; only?: RegExp } = {}
): Promise<CheckResult[]> {
  const checks = await allChecks()
  const results: CheckResult[] = []
  for (const check of checks) {
    if (filter.guardsClose && !check.guardsClose) continue
    if (filter.only && !filter.only.test(check.name)) continue
    results.push(await runCheck(check, scope))
  }
  return results
}

async function offendingRows(sql: string, { period }: CheckScope): Promise<string | null> {
  const clock = await app.container.make(Clock)
  const text = sql
    .replaceAll(':period', 'CAST(:period AS text)')
    .replaceAll(':now', 'CAST(:now AS timestamptz)')
  const { rows } = await db.rawQuery(
    `SELECT * FROM (${text}) AS offending LIMIT ${SHOWN_ROWS + 1}`,
    { period, now: clock.now().toISO() }
  )
  if (rows.length === 0) return null
  const shown = rows.slice(0, SHOWN_ROWS).map((row: object) => JSON.stringify(row))
  return `${shown.join(', ')}${rows.length > SHOWN_ROWS ? ', …' : ''}`
}
