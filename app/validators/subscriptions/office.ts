import vine from '@vinejs/vine'
import { PAYMENT_SORTS } from '#services/subscriptions/queries/payment_register_page'
import { SUBSCRIBER_SORTS } from '#services/subscriptions/queries/subscriber_register_page'

const page = () => vine.number().withoutDecimals().range([1, 100_000]).optional()
const search = () => vine.string().trim().maxLength(120).optional()
/** Read by `parseEuros`; what is no amount gets words of its own. */
const euros = () => vine.string().trim().maxLength(20)

export const paymentSearchValidator = vine.create({
  search: search(),
  state: vine.enum(['pending', 'settled', 'failed', 'reversed'] as const).optional(),
  sort: vine.enum(PAYMENT_SORTS).optional(),
  page: page(),
})

export const subscriberSearchValidator = vine.create({
  search: search(),
  state: vine.enum(['active', 'cancelled', 'ended'] as const).optional(),
  sort: vine.enum(SUBSCRIBER_SORTS).optional(),
  page: page(),
})

export const paymentValidator = vine.create({
  email: vine.string().trim().toLowerCase().email().maxLength(254),
  amount: euros(),
  reference: vine.string().trim().minLength(1).maxLength(140),
})

export const settlementValidator = vine.create({ fee: euros().optional() })

export const reversalValidator = vine.create({
  reason: vine.string().trim().minLength(3).maxLength(500),
})
