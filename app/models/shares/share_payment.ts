import { SharePaymentSchema } from '#database/schema'

/** Money of a subscription as the bank shows it: a receipt or a refund. */
export default class SharePayment extends SharePaymentSchema {}
