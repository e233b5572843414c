import vine from '@vinejs/vine'
import { day, iban, line, lines, personName } from '#validators/membership/rules'

/** Read by `parseEuros`; what is no amount gets words of its own. */
const euros = () => line(20)
const reference = () => line(140).minLength(1)
const reason = () => lines(500).minLength(3)
const number = () => vine.number().withoutDecimals().range([1, 2_000_000_000])

export const receiptValidator = vine.create({
  amount: euros(),
  bank_date: day(),
  bank_reference: reference(),
})

/** The bank's line is asked for where something came in, the decision where shares were registered. */
export const voidValidator = vine.create({
  reason: reason(),
  decided_by: line(200).minLength(2).optional(),
  decided_on: day().optional(),
  bank_date: day().optional(),
  bank_reference: reference().optional(),
})

export const callValidator = vine.create({ amount: euros().optional(), due_on: day() })

export const reasonValidator = vine.create({ reason: reason() })

export const registrationValidator = vine.create({ decision_reference: reference().optional() })

export const refusedTransferValidator = vine.create({
  decision_reference: reference(),
  reason: reason(),
})

/** What the taker, or the giver, said on a paper that the office keeps. */
export const paperAnswerValidator = vine.create({ paper_reference: reference() })

export const paperNoValidator = vine.create({ paper_reference: reference(), reason: reason() })

export const estateTransferValidator = vine.create({
  from_number: number(),
  to_member: vine.string().uuid(),
  shares: vine.number().withoutDecimals().range([1, 1_000_000]),
  price: euros().optional(),
  paper_reference: reference(),
  reason: reason(),
})

export const claimPaymentValidator = vine.create({ bank_date: day(), bank_reference: reference() })

export const claimPayeeValidator = vine.create({
  name: personName(160).minLength(2),
  iban: iban(),
  evidence_reference: line(200).minLength(2),
})

export const decisionValidator = vine.create({ decision_reference: reference() })

export const clawBackValidator = vine.create({
  annual_accounts: vine.string().uuid(),
  /** Left out, it is the loss of the accounts. */
  loss: euros().optional(),
  decision_reference: reference(),
})
