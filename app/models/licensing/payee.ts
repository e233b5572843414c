import { PayeeSchema } from '#database/schema'

/** Who receives a share of what a work earns; splits name payees. */
export default class Payee extends PayeeSchema {}
