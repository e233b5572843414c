import Payment from '#models/subscriptions/payment'
import type { ModelPaginatorContract } from '@adonisjs/lucid/types/model'

interface Filter {
  subscriberId?: string
  states?: Payment['state'][]
  period?: string
  /** Part of an external reference. */
  text?: string
  sort?: 'created_at' | 'settled_at' | 'gross_cents' | 'state'
  direction?: 'asc' | 'desc'
  page: number
  perPage: number
}

/** Payments with their events, newest first unless asked otherwise. */
export function listPayments(filter: Filter): Promise<ModelPaginatorContract<Payment>> {
  const query = Payment.query().preload('events', (events) => events.orderBy('at'))
  if (filter.subscriberId) query.where('subscriberId', filter.subscriberId)
  if (filter.states) query.whereIn('state', filter.states)
  if (filter.period) query.where('settledPeriod', filter.period)
  if (filter.text) {
    query.whereRaw('position(lower(?) in lower(external_reference)) > 0', [
      filter.text.slice(0, 200),
    ])
  }
  query.orderBy(filter.sort ?? 'created_at', filter.direction ?? 'desc').orderBy('id')
  return query.paginate(Math.max(1, filter.page), filter.perPage)
}
