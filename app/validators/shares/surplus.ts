import vine from '@vinejs/vine'
import type { FieldContext } from '@vinejs/vine/types'
import type { DateTime } from 'luxon'
import { parseDay } from '#values/day'
import { parseEuros } from '#values/money'

const MOST_EMPLOYEES = 100_000

/** Euro as a person types them; a minus stands for a loss. */
function signedEuros(text: string): bigint | null {
  const negative = /^\s*[-−]/.test(text)
  const amount = parseEuros(text.replace(/^\s*[-−]/, ''))
  return amount === null ? null : negative ? -amount : amount
}

/** A percentage with at most three decimals, in thousandths of a percent. */
function millipercent(text: string): bigint | null {
  const found = /^(-?)([0-9]{1,3})(?:[.,]([0-9]{1,3}))?$/.exec(
    text.replace(/[\s%\u00a0\u202f]/g, '')
  )
  if (!found) return null
  const value = BigInt(found[2]) * 1000n + BigInt((found[3] ?? '').padEnd(3, '0'))
  return found[1] ? -value : value
}

const isEuros = vine.createRule((value: unknown, _: undefined, field: FieldContext) => {
  const amount = parseEuros(String(value))
  if (amount === null) field.report('An amount is needed', 'euros', field)
})
const isSignedEuros = vine.createRule((value: unknown, _: undefined, field: FieldContext) => {
  if (signedEuros(String(value)) === null) field.report('An amount is needed', 'euros', field)
})
const isRate = vine.createRule((value: unknown, _: undefined, field: FieldContext) => {
  if (millipercent(String(value)) === null) field.report('A rate is needed', 'percent', field)
})
const isDay = vine.createRule((value: unknown, _: undefined, field: FieldContext) => {
  if (!parseDay(String(value))) field.report('A date is needed', 'day', field)
})

const euros = () =>
  vine
    .string()
    .trim()
    .use(isEuros())
    .transform((text) => parseEuros(text)!)
const rate = () =>
  vine
    .string()
    .trim()
    .use(isRate())
    .transform((text) => millipercent(text)!)
const day = () =>
  vine
    .string()
    .trim()
    .use(isDay())
    .transform((text): DateTime => parseDay(text)!)
const reference = () => vine.string().trim().minLength(2).maxLength(160)

export const accountsValidator = vine.create({
  opened_on: day().optional(),
  closed_on: day(),
  approved_on: day().optional(),
  resolution_reference: reference().optional(),
  capital: euros(),
  legal_reserve: euros(),
  statutory_reserve: euros(),
  other_reserves: euros(),
  carried_loss: euros(),
  result: vine
    .string()
    .trim()
    .use(isSignedEuros())
    .transform((text) => signedEuros(text)!),
  subsidies: euros(),
  turnover: euros(),
  employees: vine.number().withoutDecimals().range([0, MOST_EMPLOYEES]),
})

export const bondYieldValidator = vine.create({
  year: vine.number().withoutDecimals().range([1990, 2200]),
  half: vine.enum(['1', '2'] as const),
  rate: rate(),
  source: vine.string().trim().minLength(3).maxLength(200),
})

/** What the simulator's address carries; nothing of it is needed to open the page. */
export const simulationValidator = vine.create({
  accounts: vine.string().uuid().optional(),
  rate: vine.string().trim().maxLength(12).optional(),
  assembly: vine.string().trim().maxLength(10).optional(),
})

/** The rate that an address asks for; none when it is not one. */
export function askedRate(text: string | undefined): bigint {
  const found = text ? millipercent(text) : 0n
  return found !== null && found > 0n ? found : 0n
}

/** Whether a typed rate can be read: a page that computes with 0 instead must say so. */
export const isReadableRate = (text: string | undefined) => !text || millipercent(text) !== null

export const allocationValidator = vine.create({
  accounts_id: vine.string().uuid(),
  assembly_on: day(),
  rate: rate(),
})

export const voteValidator = vine.create({
  resolution_reference: reference(),
  resolution_date: day(),
})

export const petitionValidator = vine.create({
  received_on: day(),
  signatories: vine.number().withoutDecimals().range([1, 10_000_000]),
  reference: reference(),
})

export const reviewValidator = vine.create({
  reviewed_on: day(),
  reviewer: vine.string().trim().minLength(2).maxLength(160),
  report_reference: reference(),
  debated_on: day().optional(),
  note: vine.string().trim().maxLength(2000).optional(),
})
