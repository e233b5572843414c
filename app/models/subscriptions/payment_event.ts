import { PaymentEventSchema } from '#database/schema'

/** One step of a payment, in its register: never changed, once per kind. */
export default class PaymentEvent extends PaymentEventSchema {}
