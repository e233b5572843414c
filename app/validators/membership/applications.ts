import vine from '@vinejs/vine'
import { APPLICATION_STATES, type ApplicationState } from '#models/membership/application'
import { MEMBER_KINDS, type MemberKind } from '#models/membership/member'
import { APPLICATION_SORTS } from '#services/membership/queries/application_register'
import { day, line, lines } from '#validators/membership/rules'

export const signatureValidator = vine.create({ code: line(20).minLength(1) })

export const documentValidator = vine.create({ code: line(60).minLength(1) })

export const applicationSearchValidator = vine.create({
  search: line(120).optional(),
  state: vine.enum(APPLICATION_STATES as ApplicationState[]).optional(),
  category: line(60).optional(),
  kind: vine.enum(MEMBER_KINDS as MemberKind[]).optional(),
  from: day().optional(),
  to: day().optional(),
  sort: vine.enum(APPLICATION_SORTS).optional(),
  page: vine.number().withoutDecimals().range([1, 100_000]).optional(),
})

const decision = {
  body: vine.enum(['board', 'assembly'] as const),
  reference: line(160).minLength(2),
  date: day(),
}

export const admissionValidator = vine.create(decision)
export const refusalValidator = vine.create({ ...decision, reason: lines(2000).minLength(10) })

export const joinFormValidator = vine.create({
  form: vine.enum(['anyone', 'account'] as const),
  reason: line(500).minLength(3),
})
